package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What brings a stack from how it is to how it is wanted.
 *
 * @param steps each after those it follows
 * @param notices what a reader of the plan should know
 * @param losses data that these steps destroy: somebody has to agree
 * @param kept what is to be told of containers that are asked for and are left as they are
 * @param more the images of these steps decide what comes after them: plan again when they have ended
 */
public record Plan(
        String stack,
        List<Step> steps,
        List<String> notices,
        List<String> losses,
        List<StackEvent.Progress> kept,
        boolean more) {
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** False where nothing but jobs that are done would run again. */
    public boolean changes() {
        return steps.stream()
                .anyMatch(step ->
                        step.action() instanceof Action.Assign && !step.cause().equals(Cause.RUN_AGAIN));
    }

    /** One line a step, and under the first step of a cause one for each field that changed; empty for an empty plan. */
    public String text() {
        Map<String, Integer> numbers = new HashMap<>();
        Set<Cause> told = new HashSet<>();
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            numbers.put(step.id(), numbers.size() + 1);
            text.append(numbers.size()).append(". ").append(step.id());
            text.append(" (").append(step.cause().text()).append(')');
            String after = Stream.concat(step.after().stream(), step.tolerated().stream())
                    .map(numbers::get)
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            text.append(after.isEmpty() ? "\n" : " after " + after + "\n");
            for (PlanView.FieldChange change :
                    told.add(step.cause()) ? step.cause().changes() : List.<PlanView.FieldChange>of()) {
                text.append("     ").append(change.path()).append(": ");
                text.append(change.before()).append(" → ").append(change.now()).append('\n');
            }
        }
        return text.toString();
    }

    /** Names exactly these steps with their causes, whatever ids the new tasks got. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** This one and then that one; what both would do is done once. */
    public Plan and(Plan next) {
        Map<String, Step> all = new LinkedHashMap<>();
        Stream.of(this, next).flatMap(plan -> plan.steps().stream()).forEach(step -> all.putIfAbsent(step.id(), step));
        Set<String> said = new LinkedHashSet<>(notices);
        said.addAll(next.notices());
        return new Plan(
                stack,
                List.copyOf(all.values()),
                List.copyOf(said),
                Stream.concat(losses.stream(), next.losses().stream())
                        .distinct()
                        .toList(),
                Stream.concat(kept.stream(), next.kept().stream()).distinct().toList(),
                more || next.more());
    }

    public PlanView view() {
        return new PlanView(
                stack,
                digest(),
                text(),
                changes(),
                steps.stream().map(Plan::view).toList(),
                Stream.concat(notices.stream(), losses.stream()).toList());
    }

    private static PlanView.Step view(Step step) {
        Action action = step.action();
        return new PlanView.Step(
                step.id(),
                action.verb(),
                action.object(),
                action.name(),
                step.service(),
                Stream.concat(step.after().stream(), step.tolerated().stream()).toList(),
                step.cause().text(),
                step.cause().changes());
    }
}
