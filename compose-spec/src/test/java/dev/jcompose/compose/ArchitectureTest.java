package dev.jcompose.compose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.jcompose.compose", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_ONLY_YAML = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.jcompose.compose..", "java..", "org.yaml.snakeyaml..", "org.jspecify..");

    @ArchTest
    static final ArchRule YAML_STAYS_IN_SOURCE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.jcompose.compose.source")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.jcompose.compose.(*)..").should().beFreeOfCycles();
}
