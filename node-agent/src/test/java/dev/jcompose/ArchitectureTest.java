package dev.jcompose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of ARCHITECTURE.md between the packages of the daemon. */
@AnalyzeClasses(packages = "dev.jcompose", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyManagerAndAgentTouchPekko = noClasses()
            .that()
            .resideOutsideOfPackages("..scheduler.manager..", "..agent..", "..daemon..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule engineKnowsNeitherClusterNorHttp = noClasses()
            .that()
            .resideInAPackage("dev.jcompose.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.jcompose.scheduler..", "dev.jcompose.agent..", "dev.jcompose.http..", "io.netty..");

    @ArchTest
    static final ArchRule onlyLinuxMakesForeignCalls = noClasses()
            .that()
            .resideOutsideOfPackage("dev.jcompose.linux..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule linuxKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage("dev.jcompose.linux..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.jcompose.engine..", "dev.jcompose.http..", "dev.jcompose.scheduler..");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.jcompose.scheduler.desired..",
                    "dev.jcompose.scheduler.cluster..",
                    "dev.jcompose.scheduler.reconcile..",
                    "dev.jcompose.scheduler.placement..",
                    "dev.jcompose.scheduler.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..", "org.apache.pekko..");

    @ArchTest
    static final ArchRule nettyStaysInHttp = noClasses()
            .that()
            .resideOutsideOfPackages("dev.jcompose.http..", "dev.jcompose.daemon..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("dev.jcompose.(**)").should().beFreeOfCycles();
}
