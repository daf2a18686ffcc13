package dev.jcompose.engine.bootstrap;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a minimal Debian (required packages and apt) with mmdebstrap, in namespaces of its own, so that a killed daemon
 * leaves no mount behind. Files have one date, so that the same archive gives the same image.
 */
public final class DebianBootstrap {
    private static final Path TOOL = Path.of("/usr/bin/mmdebstrap");
    private static final Path MERGED_USR = Path.of("/usr/share/mmdebstrap/hooks/maybe-merged-usr");
    private static final String DATE = "946684800";
    private static final int LAST_LINES = 8;

    /** What the tool does, without its inner workings. */
    private static final Pattern NEWS = Pattern.compile("[IE]: (?!.*(tempdir|hook|requested|architecture)).*");

    /** As the images of the registries have it: no service starts by being installed, and no package stays cached. */
    private static final String CONTAINER_HABITS = """
            set -e
            printf '#!/bin/sh\\nexit 101\\n' > "$1/usr/sbin/policy-rc.d"
            chmod 0755 "$1/usr/sbin/policy-rc.d"
            printf 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };\\n' \\
                > "$1/etc/apt/apt.conf.d/docker-clean"
            rm -f "$1/etc/hostname" "$1/etc/resolv.conf"
            """;

    private static final List<String> SLIM = List.of(
            "path-exclude=/usr/share/man/*",
            "path-exclude=/usr/share/info/*",
            "path-exclude=/usr/share/doc/*",
            "path-include=/usr/share/doc/*/copyright",
            "path-exclude=/usr/share/locale/*",
            "path-include=/usr/share/locale/locale.alias");

    private final Path work;

    /** @param work a folder of ours for what is in the making; what an interrupted run left there is removed */
    public DebianBootstrap(Path work) {
        this.work = work;
    }

    /** Where the files come from, for labels and messages: {@code http://mirror.example/debian bookworm}. */
    public String origin(DebianRelease release) {
        return AptSource.find().archive() + " " + release.suite();
    }

    /** Makes the release and gives the file of its archive, which the caller deletes. One at a time. */
    public Path make(DebianRelease release, ProgressSink progress) throws IOException {
        if (!Files.isExecutable(TOOL)) {
            throw EngineException.unavailable(
                    "no registry can be reached, and mmdebstrap, which could make " + release.suite()
                            + " from the archive, is missing: apt-get install mmdebstrap",
                    null);
        }
        var source = AptSource.find();
        if (!source.ofHost()) {
            progress.status("debian " + release.suite()
                    + ": this host's apt names no archive of Debian, so it comes from Debian's own");
        }
        clear();
        Path archive = work.resolve(release.suite() + ".tar");
        run(command(release, source, archive), release, progress);
        return archive;
    }

    private static List<String> command(DebianRelease release, AptSource source, Path archive) {
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                TOOL.toString(),
                "--mode=root",
                "--variant=minbase",
                "--format=tar",
                "--components=main",
                // As in the images of the registries: a container that is not finished is thrown away, not repaired.
                "--dpkgopt=force-unsafe-io",
                "--aptopt=Acquire::Languages \"none\"",
                "--aptopt=Dir::Cache::pkgcache \"\"",
                "--aptopt=Dir::Cache::srcpkgcache \"\"",
                // It would remove the policy that the hook below leaves.
                "--skip=chroot/policy-rc.d",
                "--customize-hook=" + CONTAINER_HABITS));
        if (Files.isDirectory(MERGED_USR)) {
            // Merged from the start, as in the images of the registries, and not by a package that brings all of perl.
            command.add("--hook-dir=" + MERGED_USR);
        }
        if (release.slim()) {
            SLIM.forEach(option -> command.add("--dpkgopt=" + option));
        }
        command.addAll(source.options());
        command.add(release.suite());
        command.add(archive.toString());
        command.addAll(source.lines(release.suite()));
        return command;
    }

    private void run(List<String> command, DebianRelease release, ProgressSink progress) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TMPDIR", work.toString());
        builder.environment().put("SOURCE_DATE_EPOCH", DATE);
        var process = builder.start();
        var last = new ArrayDeque<String>();
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (NEWS.matcher(line).matches()) {
                    progress.status("debian " + release.suite() + ": " + line.substring(3));
                }
                last.add(line);
                if (last.size() > LAST_LINES) {
                    last.remove();
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw EngineException.unavailable(
                        "debian " + release.suite() + " could not be made from the archive (mmdebstrap ended with "
                                + code + "):\n" + String.join("\n", last),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private void clear() throws IOException {
        Files.createDirectories(work);
        try (var here = Dir.of(work)) {
            here.list().forEach(here::remove);
        }
    }
}
