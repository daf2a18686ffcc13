package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** An ordered list of values. */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public record Sequence(List<Node> items, Origin origin) implements Node {
    public Sequence {
        items = List.copyOf(items);
    }

    @Override
    public Sequence withOrigin(Origin other) {
        return new Sequence(items, other);
    }

    public Sequence withItems(List<Node> others) {
        return new Sequence(others, origin);
    }

    /** The same list where nothing changes, so that untouched branches stay shared. */
    public Sequence map(UnaryOperator<Node> change) {
        List<Node> changed = new ArrayList<>(items.size());
        boolean same = true;
        for (Node item : items) {
            Node next = change.apply(item);
            same &= next == item;
            changed.add(next);
        }
        return same ? this : withItems(changed);
    }
}
