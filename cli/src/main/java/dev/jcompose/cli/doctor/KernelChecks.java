package dev.jcompose.cli.doctor;

import dev.jcompose.api.system.KernelRelease;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kernel's age and the parts of it that containers and their networks are made of. */
record KernelChecks(Path root, String release) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(
                new KernelRelease(release).isNewEnough(),
                "kernel",
                release,
                "Linux " + KernelRelease.OLDEST + " or newer is needed"));
        findings.add(namespaces());
        part("overlay", "images are stacked by it").ifPresent(findings::add);
        part("nf_tables", "published ports and the walls between networks").ifPresent(findings::add);
        part("bridge", "networks").ifPresent(findings::add);
        part("veth", "networks").ifPresent(findings::add);
        findings.add(forwarding());
        return findings;
    }

    private Finding namespaces() {
        List<String> missing = Stream.of("cgroup", "ipc", "mnt", "net", "pid", "uts")
                .filter(name -> !Files.exists(root.resolve("proc/self/ns").resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
        return Finding.of(
                missing.isEmpty(),
                "namespaces",
                missing.isEmpty() ? "all" : "without " + String.join(", ", missing),
                "a kernel built with them is needed");
    }

    /** Empty where neither its presence nor its absence can be told: a kernel without a folder of modules. */
    private Optional<Finding> part(String module, String purpose) {
        Path folder = root.resolve("lib/modules").resolve(release);
        boolean there = Files.exists(root.resolve("sys/module").resolve(module))
                || Text.lines(root.resolve("proc/filesystems")).anyMatch(l -> l.endsWith("\t" + module))
                || Stream.of("modules.builtin", "modules.dep")
                        .flatMap(list -> Text.lines(folder.resolve(list)))
                        .anyMatch(line -> line.split(":", 2)[0].matches(".*/" + module + "\\.ko(\\.[a-z]+)?"));
        if (there) {
            return Optional.of(Finding.good("kernel part " + module, purpose));
        }
        return Files.isDirectory(folder)
                ? Optional.of(Finding.missing(
                        "kernel part " + module,
                        purpose,
                        "this kernel has no such module: install the distribution's full kernel package"))
                : Optional.empty();
    }

    private Finding forwarding() {
        boolean on = Text.line(root.resolve("proc/sys/net/ipv4/ip_forward")).equals("1");
        return Finding.good(
                "forwarding",
                on ? "on" : "off; the daemon turns it on with the first network and lets containers alone use it");
    }
}
