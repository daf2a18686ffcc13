package dev.jcompose.cli;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan with all that it was made from but the world: {@code plan --out} writes it, {@code up --plan} applies it. Its file holds
 * secrets, so it is its writer's alone.
 *
 * @param version of this form
 */
public record SavedPlan(int version, PlanView plan, StackRequest request) {
    private static final int VERSION = 1;

    public static SavedPlan of(PlanView plan, StackRequest request) {
        return new SavedPlan(VERSION, plan, request);
    }

    /** Whole or not at all, of mode 0600. */
    public void write(Path file) {
        try {
            Path whole = file.toAbsolutePath();
            Path fresh = Files.createTempFile(
                    whole.getParent(),
                    ".plan",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, Json.write(this));
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw EngineException.unavailable("the plan could not be written to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Throws INVALID for a file that {@link #write} did not write. */
    public static SavedPlan read(Path file) {
        try {
            SavedPlan saved = Json.DOCKER.readValue(Files.readAllBytes(file), SavedPlan.class);
            if (saved.version() == VERSION && saved.plan() != null && saved.request() != null) {
                return saved;
            }
            throw EngineException.invalid(
                    file + " is no plan of this version of jcompose: write it again by plan --out");
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new EngineException(ErrorKind.INVALID, file + " is no plan: plan --out FILE writes one", e);
        } catch (IOException e) {
            throw new EngineException(
                    ErrorKind.NOT_FOUND, "the plan " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the daemon would do now and the plan does not say, and the other way round; empty where they are one. */
    public List<String> moved(PlanView now) {
        List<String> moved = new ArrayList<>();
        if (!now.digest().equals(plan.digest())) {
            List<String> then = steps(plan);
            List<String> today = steps(now);
            then.stream().filter(step -> !today.contains(step)).forEach(step -> moved.add("no longer: " + step));
            today.stream().filter(step -> !then.contains(step)).forEach(step -> moved.add("now also: " + step));
            if (moved.isEmpty()) {
                moved.add("the same steps in another order");
            }
        }
        return moved;
    }

    /** Without their numbers, which change with every step before them. */
    private static List<String> steps(PlanView plan) {
        List<String> steps = new ArrayList<>();
        for (PlanView.Step step : plan.steps()) {
            steps.add(step.action() + " " + step.object() + " " + step.name() + " (" + step.cause() + ")");
            step.changes()
                    .forEach(change -> steps.add(
                            step.name() + ": " + change.path() + ": " + change.before() + " → " + change.now()));
        }
        return steps;
    }
}
