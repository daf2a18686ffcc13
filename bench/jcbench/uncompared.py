"""The cases of cli/src/test/resources/attributes of which two containers cannot be compared: a closed list, each with its reason."""

OURS, THEIRS = "jcompose", "docker"
BOTH = frozenset((OURS, THEIRS))

# Reason: who makes no container then, or fails after it, as one of these sets.
REASONS = {
    "Compose 2.26.1 does not know the attribute": (frozenset((THEIRS,)), BOTH),
    "Docker 26.1.5 and Compose 2.26.1 lack it": (frozenset((THEIRS,)),),
    "the case is about what is refused, which theirs refuses too": (BOTH,),
    "the case is about what is refused, which theirs passes over in silence": (frozenset((OURS,)),),
    "the container does not start: theirs stays, created; ours goes (docs/differences.md)": (BOTH,),
}
NEWER, LACKING, REFUSED, PASSED_OVER, NOT_STARTED = REASONS

CASES = {
    NEWER: """
        build_cache build_refused develop env_file hooks_refused models models_plugin network_interface pre_start pre_start_fails
        pre_start_no_interpreter provider provider_missing pull_policy_age pull_policy_due pull_refresh_after use_api_socket
        volume_image volume_labels
        """,
    # In this order: an image of a service as a context; RUN --security, in its frontend of the labs alone; a service of jobs with
    # `condition: any` and a number of attempts; a Windows of its own.
    LACKING: "build_contexts build_rights deploy_jobs windows",
    REFUSED: """
        build_cache_from build_contexts_remote build_entitlements build_pull configs_driver configs_external configs_unset
        deploy_memory_small deploy_restart_forever extra_hosts_name image_forbidden image_invalid image_missing ipam_driver
        network_address_outside network_bridge_name network_drivers network_gateway_outside network_missing network_mtu_ipv6
        network_mtu_small network_mtu_word network_overlap platform pull_policy runtime_unknown secrets_driver secrets_external
        secrets_missing security_opt_no_profile security_opt_unknown storage_opt uts_hostname volume_bind volume_cluster
        volume_driver volume_missing volume_option_unknown volumes_from_missing working_dir_file
        """,
    PASSED_OVER: """
        deploy_device_options deploy_placement entrypoint_carriage_return entrypoint_no_interpreter external_links gpus_absent
        gpus_capabilities gpus_options gpus_too_many hook_fails hook_no_interpreter mac_address_invalid max_replicas
        """,
    NOT_STARTED: """
        blkio_no_path cpu_rt_runtime deploy_devices_absent devices_cdi_absent devices_missing group_add_unknown
        network_address_taken network_full network_mode_missing network_mode_unknown sysctls_unknown sysctls_value ulimits_unknown
        volume_below_file volume_device_missing volume_onto_file volume_subpath_missing volume_type_unknown
        """,
}
REASON_OF = {case: reason for reason, cases in CASES.items() for case in cases.split()}


def fault(case, refusals):
    """What the list says wrong of a case, or None. refusals: the words of each side that fails."""
    reason = REASON_OF.get(case)
    if not refusals:
        return reason and f"is compared: take it out of jcbench/uncompared.py, where it is since {reason}"
    who = " and ".join(sorted(refusals))
    if not reason:
        return f"{who} failed, and jcbench/uncompared.py gives no reason"
    return None if frozenset(refusals) in REASONS[reason] else f"{who} failed, which is not as {reason}"


def strangers(cases):
    """Names of the list that are no cases."""
    return sorted(REASON_OF.keys() - set(cases))
