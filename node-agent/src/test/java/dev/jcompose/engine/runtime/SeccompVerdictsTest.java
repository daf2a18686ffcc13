package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.fixture.SystemCalls;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The program that the kernel gets is asked about every system call of x86-64, and its verdicts are compared with what Docker
 * documents of its default profile. What a real container may call is tried in SystemCallsTest.
 */
class SeccompVerdictsTest {
    private static final int X86 = 0x40000003;
    private static final int ARM = 0x40000028;
    private static final int ALLOWED = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILLED = 0;
    private static final Set<String> DEFAULT = Capabilities.choose(false, List.of(), List.of());

    private static SystemCalls calls;

    @BeforeAll
    static void read() {
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "the list is that of x86-64");
        calls = SystemCalls.read();
        assertTrue(
                calls.names().size() > 330,
                "libseccomp names the calls: " + calls.names().size());
    }

    private static BpfMachine machine(Set<String> capabilities) {
        return new BpfMachine(Base64.getDecoder()
                .decode(SeccompPrograms.of(Seccomp.profile(capabilities)).orElseThrow()));
    }

    private static Set<String> with(String capability) {
        Set<String> more = new HashSet<>(DEFAULT);
        more.add(capability);
        return more;
    }

    @Test
    void everyCallGetsDockersVerdict() {
        BpfMachine machine = machine(DEFAULT);
        List<String> wrong = new ArrayList<>();
        calls.names().forEach((number, name) -> {
            int expected = name.equals("clone3") ? ENOSYS : calls.refused().containsKey(name) ? EPERM : ALLOWED;
            int given = machine.verdict(SystemCalls.X86_64, number);
            if (given != expected) {
                wrong.add("%s: %x, not %x".formatted(name, given, expected));
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void numbersThatNobodyKnowsAreRefused() {
        BpfMachine machine = machine(DEFAULT);
        for (int number = 0; number < 2 * SystemCalls.HIGHEST; number++) {
            if (!calls.names().containsKey(number)) {
                assertEquals(EPERM, machine.verdict(SystemCalls.X86_64, number), "call " + number);
            }
        }
    }

    /** The kernel tries them all whenever a container starts. */
    @Test
    void callsAreFoundByATreeAndNotByAChain() {
        BpfMachine machine = machine(DEFAULT);
        int most = 0;
        for (int number = 0; number < SystemCalls.HIGHEST; number++) {
            machine.verdict(SystemCalls.X86_64, number);
            most = Math.max(most, machine.steps());
        }
        assertTrue(most < 50, "a call takes " + most + " instructions");
    }

    @Test
    void aCapabilityOpensItsCallsAndNoOthers() {
        Set<String> capabilities = new TreeSet<>();
        calls.refused().values().forEach(capabilities::addAll);
        for (String capability : capabilities) {
            BpfMachine machine = machine(with(capability));
            calls.names().forEach((number, name) -> {
                Set<String> openers = calls.refused().get(name);
                if (openers != null && !name.equals("clone3")) {
                    assertEquals(
                            openers.contains(capability) ? ALLOWED : EPERM,
                            machine.verdict(SystemCalls.X86_64, number),
                            name + " with " + capability);
                }
            });
        }
    }

    @Test
    void argumentsDecideWhereTheyMatter() {
        BpfMachine machine = machine(DEFAULT);
        assertEquals(ALLOWED, machine.verdict(SystemCalls.X86_64, calls.number("socket"), 1));
        assertEquals(ALLOWED, machine.verdict(SystemCalls.X86_64, calls.number("socket"), 16));
        assertEquals(
                EPERM,
                machine.verdict(SystemCalls.X86_64, calls.number("socket"), 40),
                "AF_VSOCK leads out of a virtual machine");
        for (long persona : new long[] {0, 8, 0x20000, 0x20008, 0xffffffffL}) {
            assertEquals(ALLOWED, machine.verdict(SystemCalls.X86_64, calls.number("personality"), persona));
        }
        for (long persona : new long[] {1, 9, 0x40000, 0x0040000}) {
            assertEquals(EPERM, machine.verdict(SystemCalls.X86_64, calls.number("personality"), persona));
        }
        // mnt, cgroup, uts, ipc, user, pid, net
        for (long space : new long[] {1L << 17, 1L << 25, 1L << 26, 1L << 27, 1L << 28, 1L << 29, 1L << 30}) {
            assertEquals(EPERM, machine.verdict(SystemCalls.X86_64, calls.number("clone"), space | 17));
            assertEquals(
                    ALLOWED, machine(with("SYS_ADMIN")).verdict(SystemCalls.X86_64, calls.number("clone"), space | 17));
        }
        assertEquals(ALLOWED, machine.verdict(SystemCalls.X86_64, calls.number("clone"), 0x3d0f00));
        assertEquals(
                ENOSYS,
                machine.verdict(SystemCalls.X86_64, calls.number("clone3")),
                "the C library falls back to clone");
        assertEquals(ALLOWED, machine(with("SYS_ADMIN")).verdict(SystemCalls.X86_64, calls.number("clone3")));
    }

    @Test
    void thirtyTwoBitProgramsAreHeldToTheSame() {
        BpfMachine machine = machine(DEFAULT);
        assertEquals(ALLOWED, machine.verdict(X86, 3), "read");
        assertEquals(ALLOWED, machine.verdict(X86, 102), "socketcall");
        assertEquals(EPERM, machine.verdict(X86, 21), "mount");
        assertEquals(EPERM, machine.verdict(X86, 310), "unshare");
        assertEquals(EPERM, machine.verdict(X86, 286), "add_key");
        assertEquals(KILLED, machine.verdict(ARM, 3), "an architecture that this host does not run");
    }
}
