package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.fixture.SystemCalls;
import dev.jcompose.linux.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every number of a system call is tried in real containers, by a program for the host's perl, and the kernel's verdicts are
 * compared with Docker's profile. Needs root and perl-base.
 */
@Tag("root")
class SystemCallsTest extends InEngine {
    private static final Path PERL = Path.of("/usr/bin/perl");
    /** What a call gets that the container may make: nobody is there to whom it is handed. */
    private static final int MADE = Errno.ENOSYS;

    private static final int TRIED = 1200;
    /** Without these the program cannot run: what they answer to nonsense shows that they were made. */
    private static final Set<String> NEEDED = Set.of("write", "mmap", "munmap", "brk", "mremap");

    private static final Set<Integer> LEFT_OUT = Set.of(231, 335, 336);

    private static SystemCalls calls;

    @BeforeAll
    static void read() {
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "the list is that of x86-64");
        assumeTrue(Files.isExecutable(PERL), "perl-base is missing");
        calls = SystemCalls.read();
    }

    @Test
    void everyCallGetsDockersVerdictInARealContainer() {
        compare(Set.of("SYS_CHROOT"), "");
    }

    @Test
    void capabilitiesOpenTheirCallsInARealContainer() {
        Set<String> all = new TreeSet<>();
        calls.refused().values().forEach(all::addAll);
        compare(Set.of("SYS_CHROOT", "SYS_ADMIN"), "\"CapAdd\":[\"SYS_ADMIN\"]");
        compare(all, "\"CapAdd\":[\"ALL\"]");
        assertEquals(Errno.EPERM, verdicts("\"CapDrop\":[\"ALL\"]").get(calls.number("chroot") + " 0"));
    }

    @Test
    void argumentsDecideWhereTheyMatterInARealContainer() {
        String socket = calls.number("socket") + " ";
        String personality = calls.number("personality") + " ";
        String clone = calls.number("clone") + " ";
        List<String> refused = new ArrayList<>(List.of(socket + 40, personality + 1, personality + 0x40000));
        // mnt, cgroup, uts, ipc, user, pid, net
        for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
            refused.add(clone + (1L << bit | 17));
        }
        List<String> made =
                List.of(socket + 1, socket + 16, personality + 8, personality + 0xffffffffL, clone + 0x3d0f00);
        String[] tried = Stream.concat(refused.stream(), made.stream()).toArray(String[]::new);
        Map<String, Integer> verdicts = verdicts("", tried);
        refused.forEach(each -> assertEquals(Errno.EPERM, verdicts.get(each), each));
        made.forEach(each -> assertEquals(MADE, verdicts.get(each), each));
        Map<String, Integer> admin = verdicts("\"CapAdd\":[\"SYS_ADMIN\"]", tried);
        refused.stream().filter(each -> each.startsWith(clone)).forEach(each -> assertEquals(MADE, admin.get(each)));
        assertEquals(Errno.EPERM, admin.get(socket + 40));
    }

    @Test
    void withoutAProfileNothingIsRefused() {
        for (String host : List.of("\"SecurityOpt\":[\"seccomp=unconfined\"]", "\"Privileged\":true")) {
            assertTrue(!verdicts(host).containsValue(Errno.EPERM), host);
        }
    }

    private void compare(Set<String> capabilities, String host) {
        Map<String, Integer> verdicts = verdicts(host);
        List<String> wrong = new ArrayList<>();
        for (int number = 0; number <= TRIED; number++) {
            String name = calls.names().getOrDefault(number, "");
            Integer given = verdicts.get(number + " 0");
            boolean fits = LEFT_OUT.contains(number)
                    || switch (name) {
                        // Where it may not be made the C library is told to use clone.
                        case "clone3" -> given == (capabilities.contains("SYS_ADMIN") ? Errno.EINVAL : Errno.ENOSYS);
                        default ->
                            calls.allows(number, capabilities)
                                    ? NEEDED.contains(name) ? given != Errno.EPERM : given == MADE
                                    : given == Errno.EPERM;
                    };
            if (!fits) {
                wrong.add(number + " " + name + ": errno " + given);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Number and first argument → errno, in a container with these members of HostConfig; {@code more} beside every number. */
    private Map<String, Integer> verdicts(String host, String... more) {
        String line = "perl /try-calls.pl "
                + Stream.of(more).map(each -> "'" + each + "'").reduce("", (a, b) -> a + " " + b);
        String id = engine.shell(line, "\"HostConfig\":{" + host + "}");
        givePerl(engine.roots.mount(id));
        Map<String, Integer> verdicts = new HashMap<>();
        try (var session = engine.containers.attach(id, false, true, true)) {
            engine.containers.start(id);
            Engine.text(session).lines().forEach(said -> {
                int last = said.lastIndexOf(' ');
                verdicts.put(said.substring(0, last), Integer.valueOf(said.substring(last + 1)));
            });
        }
        assertEquals(0, engine.exitCode(id));
        assertTrue(verdicts.size() > TRIED - LEFT_OUT.size(), "all were tried: " + verdicts.size());
        return verdicts;
    }

    private static void givePerl(Path root) {
        try (var program = Objects.requireNonNull(SystemCallsTest.class.getResourceAsStream("try-calls.pl"));
                var libraries =
                        new ProcessBuilder("ldd", PERL.toString()).start().inputReader(StandardCharsets.UTF_8)) {
            Files.copy(program, root.resolve("try-calls.pl"));
            Files.copy(PERL, root.resolve("bin/perl"));
            for (String line : libraries.lines().toList()) {
                for (String word : line.strip().split("\\s+")) {
                    if (word.startsWith("/")) {
                        Path there = root.resolve(word.substring(1));
                        Files.createDirectories(Objects.requireNonNull(there.getParent()));
                        Files.copy(Path.of(word), there);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
