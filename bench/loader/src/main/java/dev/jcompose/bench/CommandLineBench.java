package dev.jcompose.bench;

import org.openjdk.jmh.annotations.Fork;

/** The same with the collector, heap, pages and object headers of the command line. */
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseTransparentHugePages", "-XX:+UseCompactObjectHeaders", "-Xmx2g"})
public class CommandLineBench extends LoaderBench {}
