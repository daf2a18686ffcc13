package dev.jcompose.bench;

import dev.jcompose.compose.ComposeLoader;
import dev.jcompose.compose.LoadRequest;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a file to its resolved project, by {@code bench/config}, which writes the files into the folder {@code -Dstacks}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoaderBench {
    /** How many services. */
    @Param({"6", "1000", "5000", "10000"})
    public int services;

    private long cpu;
    private int loads;
    private LoadRequest request = request("", Path.of("/"));

    @Setup
    public void file() {
        Path folder = Path.of(System.getProperty("stacks"));
        request = request(folder.resolve(services + ".yaml").toString(), folder);
    }

    private static LoadRequest request(String file, Path folder) {
        return new LoadRequest(
                List.of(new StackFile(file, null)),
                folder.toString(),
                folder.toString(),
                Map.of("TAG", "1"),
                null,
                LoadOptions.DEFAULT);
    }

    @Setup(Level.Iteration)
    public void begin() {
        loads = 0;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The CPU of a load in milliseconds, of the last iteration, as {@code N.cpu}. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        double nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        Files.writeString(Path.of(request.workingDirectory(), services + ".cpu"), Double.toString(nanos / loads / 1e6));
    }

    @Benchmark
    public Project load() {
        loads++;
        return ComposeLoader.load(request).orThrow();
    }
}
