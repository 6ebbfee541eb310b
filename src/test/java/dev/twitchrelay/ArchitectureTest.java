package dev.twitchrelay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules for packages: only routes and the wiring join them. */
@AnalyzeClasses(packages = "dev.twitchrelay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** What rules are about: everything but {@code kit}, which all may use. */
    private static final DescribedPredicate<JavaClass> OURS =
            resideInAPackage("dev.twitchrelay..").and(not(resideInAPackage("dev.twitchrelay.kit..")));

    private static final DescribedPredicate<JavaClass> THE_LOG = nameMatching("dev\\.twitchrelay\\.sse\\."
                    + "(MessageLog|LocalLog|ReplicatedLog|LogEntry|EntryRing|EventJournal|SseMessage)(\\$.*)?")
            .forSubtype();

    @ArchTest
    static final ArchRule only_routes_join_the_packages = slices().matching(
                    "dev.twitchrelay.(eventsub|sse|stats|recovery|simulator|http)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.twitchrelay.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_needs_the_wiring_but_the_application = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twitchrelay.wiring..")
            .and()
            .doNotHaveSimpleName("Application")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.twitchrelay.wiring..");

    @ArchTest
    static final ArchRule sse_and_stats_know_only_themselves = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.twitchrelay.sse..",
                    "dev.twitchrelay.stats..",
                    "dev.twitchrelay.recovery..",
                    "dev.twitchrelay.auth..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAnyPackage(
                    "dev.twitchrelay.sse..",
                    "dev.twitchrelay.stats..",
                    "dev.twitchrelay.recovery..",
                    "dev.twitchrelay.auth.."))));

    /** The log of {@code sse}, apart from its clients and from HTTP; it knows only how a message is encoded. */
    @ArchTest
    static final ArchRule the_log_knows_neither_clients_nor_http = noClasses()
            .that(THE_LOG)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.twitchrelay.sse..")
                    .and(not(THE_LOG))
                    .and(not(simpleName("EventFrame")))
                    .or(resideInAnyPackage("io.vertx..", "io.netty..")));

    @ArchTest
    static final ArchRule eventsub_knows_auth_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.eventsub..")
            .should()
            .dependOnClassesThat(
                    OURS.and(not(resideInAnyPackage("dev.twitchrelay.eventsub..", "dev.twitchrelay.auth.."))));

    @ArchTest
    static final ArchRule the_journal_knows_sse_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.journal..")
            .should()
            .dependOnClassesThat(
                    OURS.and(not(resideInAnyPackage("dev.twitchrelay.journal..", "dev.twitchrelay.sse.."))));

    @ArchTest
    static final ArchRule the_sources_know_sse_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.sources..")
            .should()
            .dependOnClassesThat(
                    OURS.and(not(resideInAnyPackage("dev.twitchrelay.sources..", "dev.twitchrelay.sse.."))));

    @ArchTest
    static final ArchRule the_cluster_knows_sse_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.cluster..")
            .should()
            .dependOnClassesThat(
                    OURS.and(not(resideInAnyPackage("dev.twitchrelay.cluster..", "dev.twitchrelay.sse.."))));

    @ArchTest
    static final ArchRule nats_is_known_to_the_cluster_only = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twitchrelay.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nats..");

    @ArchTest
    static final ArchRule the_outbox_knows_only_itself = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.outbox..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAPackage("dev.twitchrelay.outbox.."))));

    @ArchTest
    static final ArchRule the_kit_depends_on_nobody = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.kit..")
            .should()
            .dependOnClassesThat(OURS);

    @ArchTest
    static final ArchRule one_class_knows_the_insides_of_vertx = noClasses()
            .that()
            .haveNameNotMatching("dev\\.twitchrelay\\.kit\\.VertxInternals(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..impl..");

    @ArchTest
    static final ArchRule proxies_know_only_themselves = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.proxy..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAPackage("dev.twitchrelay.proxy.."))));

    @ArchTest
    static final ArchRule http_knows_alerts_auth_outbox_and_routes_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.http..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAnyPackage(
                    "dev.twitchrelay.http..",
                    "dev.twitchrelay.alerts..",
                    "dev.twitchrelay.auth..",
                    "dev.twitchrelay.outbox..",
                    "dev.twitchrelay.routes.."))));

    @ArchTest
    static final ArchRule the_control_of_alerts_knows_only_itself = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.alerts..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAPackage("dev.twitchrelay.alerts.."))));

    @ArchTest
    static final ArchRule the_diagnosis_knows_http_only = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.diagnosis..")
            .should()
            .dependOnClassesThat(
                    OURS.and(not(resideInAnyPackage("dev.twitchrelay.diagnosis..", "dev.twitchrelay.http.."))));

    @ArchTest
    static final ArchRule nobody_depends_on_the_simulator = noClasses()
            .that()
            .resideOutsideOfPackage("dev.twitchrelay.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.twitchrelay.simulator..");

    @ArchTest
    static final ArchRule the_simulator_depends_on_nobody = noClasses()
            .that()
            .resideInAPackage("dev.twitchrelay.simulator..")
            .should()
            .dependOnClassesThat(OURS.and(not(resideInAPackage("dev.twitchrelay.simulator.."))));

    @ArchTest
    static final ArchRule camel_is_spoken_by_components_only = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.twitchrelay.eventsub..",
                    "dev.twitchrelay.sse..",
                    "dev.twitchrelay.outbox..",
                    "dev.twitchrelay.auth..",
                    "dev.twitchrelay.stats..",
                    "dev.twitchrelay.recovery..",
                    "dev.twitchrelay.journal..",
                    "dev.twitchrelay.simulator..")
            .and()
            .haveSimpleNameNotEndingWith("Component")
            .and()
            .haveSimpleNameNotEndingWith("Endpoint")
            .and()
            .haveSimpleNameNotEndingWith("Consumer")
            .and()
            .haveSimpleNameNotEndingWith("Producer")
            .and()
            .haveSimpleNameNotEndingWith("Constants")
            .and()
            .haveSimpleNameNotEndingWith("Configurer")
            .and()
            .haveSimpleNameNotEndingWith("Tracer")
            .and()
            .haveSimpleNameNotEndingWith("Repository")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule spring_is_spoken_by_the_wiring_only = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.twitchrelay.eventsub..",
                    "dev.twitchrelay.sse..",
                    "dev.twitchrelay.outbox..",
                    "dev.twitchrelay.alerts..",
                    "dev.twitchrelay.auth..",
                    "dev.twitchrelay.stats..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    /** One place decides who may see the code, so nobody else can show it. */
    @ArchTest
    static final ArchRule the_sign_in_code_is_seen_by_its_pages_only = noClasses()
            .that(OURS.and(not(resideInAPackage("dev.twitchrelay.auth.."))).and(not(simpleName("SignInPages"))))
            .should()
            .dependOnClassesThat(simpleName("SignInCode").or(simpleName("DeviceCode")));

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields =
            fields().should().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
