package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One known fault planted somewhere in a valid stack is one problem, at that place; two are two, in order. */
class PlantedFaultsTest {
    private static final int ROUNDS = 12;

    /** A fault: the lines it changed, and where it must be told. */
    private record Planted(String code, int line, int column) {}

    @TestFactory
    Stream<DynamicTest> oneFaultIsOneProblemAtItsPlace() {
        return Case.all().stream()
                .filter(one -> !one.isRefused())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    for (int seed = 0; seed < ROUNDS; seed++) {
                        check(one, seed, 1);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> twoFaultsAreTwoProblemsInOrder() {
        return Case.all().stream()
                .filter(one -> !one.isRefused())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    for (int seed = 0; seed < ROUNDS; seed++) {
                        check(one, seed, 2);
                    }
                }));
    }

    private static void check(Case one, int seed, int count) {
        Random random = new Random(seed);
        List<String> lines =
                new ArrayList<>(Arrays.asList(one.text("compose.yaml").split("\n", -1)));
        List<Planted> planted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plant(lines, random, planted);
        }
        if (planted.size() < count) {
            return; // the case has no place for so many
        }
        String text = String.join("\n", lines);
        List<StackFile> files = new ArrayList<>(one.request().files());
        files.set(0, new StackFile(files.getFirst().path(), text));
        List<Problem> errors = ComposeLoader.load(one.request(files)).errors();
        List<Planted> told = errors.stream()
                .map(problem -> new Planted(
                        problem.code(),
                        problem.position().line(),
                        problem.position().column()))
                .toList();
        assertEquals(planted, told, () -> "seed " + seed + " in\n" + text + "\n" + errors);
    }

    /** Adds a line with a fault below a service's key, after every fault that is there already. */
    private static void plant(List<String> lines, Random random, List<Planted> planted) {
        int after = planted.isEmpty() ? 0 : planted.getLast().line;
        List<Integer> places = new ArrayList<>();
        boolean inServices = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(" ") && !line.isBlank()) {
                inServices = line.equals("services:");
            } else if (inServices && i >= after && line.matches("  [\\w.-]+:") && i + 1 < lines.size()) {
                places.add(i + 1);
            }
        }
        if (places.isEmpty()) {
            return;
        }
        int at = places.get(random.nextInt(places.size()));
        List<String> block = lines.subList(at, lines.size());
        String[] fault = faults(block).get(random.nextInt(faults(block).size())).split("\\|", -1);
        lines.add(at, "    " + fault[0]);
        planted.add(new Planted(fault[1], at + 1, 5 + Integer.parseInt(fault[2])));
    }

    /** Line, code and column of what can be planted into a service that has not these keys yet. */
    private static List<String> faults(List<String> block) {
        List<String> service = new ArrayList<>();
        for (String line : block) {
            if (line.matches("  \\S.*") || line.matches("\\S.*")) {
                break;
            }
            service.add(line);
        }
        List<String> faults = new ArrayList<>(List.of("zzz: 1|unknown-key|0"));
        addUnlessThere(faults, service, "tty", "tty: [1]|wrong-type|5");
        addUnlessThere(faults, service, "ports", "ports: [\"bad\"]|port-spec|8");
        addUnlessThere(faults, service, "hostname", "hostname: ${NOT_SET:?}|required-variable|10");
        addUnlessThere(faults, service, "depends_on", "depends_on: [ghost]|undefined-service|13");
        addUnlessThere(faults, service, "extends", "stop_signal: ${}|interpolation|13");
        return faults;
    }

    private static void addUnlessThere(List<String> faults, List<String> service, String key, String fault) {
        String planted = fault.substring(0, fault.indexOf(':'));
        boolean there = service.stream()
                .anyMatch(line ->
                        line.strip().startsWith(key + ":") || line.strip().startsWith(planted + ":"));
        if (!there) {
            faults.add(fault);
        }
    }
}
