package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An ordered list of values. */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public final class Sequence extends Node {
    private final List<Node> items;

    public Sequence(List<Node> items, Origin origin) {
        super(origin);
        this.items = List.copyOf(items);
    }

    public List<Node> items() {
        return items;
    }

    @Override
    public Sequence withOrigin(Origin other) {
        return new Sequence(items, other);
    }

    @Override
    public String text() {
        return items.stream().map(Node::text).collect(Collectors.joining(" ", "[", "]"));
    }

    public Sequence withItems(List<Node> others) {
        return new Sequence(others, origin());
    }

    /** What becomes of the item at an index, counted from 0; null leaves it out. */
    @FunctionalInterface
    public interface Change {
        @Nullable
        Node apply(int index, Node item);
    }

    /** The same list where nothing changes, so that untouched branches stay shared. */
    public Sequence map(UnaryOperator<Node> change) {
        return map((_, item) -> change.apply(item));
    }

    /** The same list where nothing changes; an item whose change is null is left out. */
    public Sequence map(Change change) {
        List<Node> changed = null;
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Node next = change.apply(i, item);
            if (next != item && changed == null) {
                changed = new ArrayList<>(items.size());
                changed.addAll(items.subList(0, i));
            }
            if (changed != null && next != null) {
                changed.add(next);
            }
        }
        return changed == null ? this : withItems(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sequence sequence && items.equals(sequence.items) && isFromWhere(sequence);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    @Override
    public String toString() {
        return items + " at " + position();
    }
}
