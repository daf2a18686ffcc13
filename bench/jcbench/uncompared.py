"""The cases of cli/src/test/resources/attributes of which two containers cannot be compared: a closed list, each with its reason."""

OURS, THEIRS = "jcompose", "docker"
BOTH = frozenset((OURS, THEIRS))

# Reason: who has no container then, as one of these sets.
REASONS = {
    "Compose 2.26.1 does not know the attribute": (frozenset((THEIRS,)), BOTH),
    "Docker 26.1.5 and Compose 2.26.1 lack it": (frozenset((THEIRS,)),),
    "the case is about what is refused, which theirs refuses too": (BOTH,),
    "the case is about what is refused, which theirs passes over in silence": (frozenset((OURS,)),),
    "the container does not start: theirs stays, created; ours goes (docs/differences.md)": (frozenset((OURS,)),),
}
NEWER, LACKING, REFUSED, PASSED_OVER, NOT_STARTED = REASONS

CASES = {
    NEWER: """
        build_cache build_refused develop env_file hooks_refused models models_plugin network_interface pre_start pre_start_fails
        provider provider_missing pull_policy_age pull_policy_due pull_refresh_after use_api_socket volume_image volume_labels
        """,
    # In this order: an image of a service as a context; RUN --security, in its frontend of the labs alone; a service of jobs with
    # `condition: any` and a number of attempts; a Windows of its own.
    LACKING: "build_contexts build_rights deploy_jobs windows",
    REFUSED: """
        build_cache_from build_contexts_remote build_entitlements build_pull configs_driver configs_external deploy_restart_forever
        image_invalid ipam_driver network_drivers network_missing platform pull_policy runtime_unknown secrets_driver secrets_external
        security_opt_no_profile security_opt_unknown storage_opt volume_bind volume_cluster volume_driver volume_missing working_dir_file
        """,
    PASSED_OVER: "deploy_device_options deploy_placement gpus_capabilities gpus_options max_replicas",
    NOT_STARTED: """
        blkio_no_path cpu_rt_runtime devices_cdi_absent external_links hook_fails sysctls_unknown sysctls_value volume_below_file
        volume_onto_file
        """,
}
REASON_OF = {case: reason for reason, cases in CASES.items() for case in cases.split()}


def fault(case, refusals):
    """What the list says wrong of a case, or None. refusals: side's name to its words, where it has no container."""
    reason = REASON_OF.get(case)
    if not refusals:
        return reason and f"is compared: take it out of jcbench/uncompared.py, where it is since {reason}"
    who = " and ".join(sorted(refusals))
    if not reason:
        return f"{who} without a container, and jcbench/uncompared.py gives no reason"
    return None if frozenset(refusals) in REASONS[reason] else f"{who} without a container, which is not as {reason}"


def strangers(cases):
    """Names of the list that are no cases."""
    return sorted(REASON_OF.keys() - set(cases))
