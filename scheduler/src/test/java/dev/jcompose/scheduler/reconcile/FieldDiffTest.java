package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView.FieldChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldDiffTest {
    @Test
    void sizesAreShownAsAFileHasThem() {
        assertEquals(
                List.of(
                        new FieldChange("deploy.resources.limits.memory", "1025", "3g"),
                        new FieldChange("mem_limit", "128m", "160m"),
                        new FieldChange("pids_limit", "1024", "2048"),
                        new FieldChange("shm_size", "", "64k")),
                FieldDiff.between(
                        json("{'mem_limit':'134217728','pids_limit':1024,"
                                + "'deploy':{'resources':{'limits':{'memory':'1025'}}}}"),
                        json("{'mem_limit':'167772160','pids_limit':2048,'shm_size':'65536',"
                                + "'deploy':{'resources':{'limits':{'memory':'3221225472'}}}}")));
    }

    @Test
    void valuesThatMayBeSecretAreMasked() {
        assertEquals(
                List.of(new FieldChange("environment.PASSWORD", "•••", "•••"), new FieldChange("image", "a", "b")),
                FieldDiff.between(
                        json("{'image':'a','environment':{'PASSWORD':'old'}}"),
                        json("{'image':'b','environment':{'PASSWORD':'new'}}")));
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
