package dev.jcompose.scheduler.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparedTest {
    /** Single quotes stand for double ones. */
    private static JsonNode compared(String service) {
        return Compared.upgraded(
                Json.read(service.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    @Test
    void extensionsAreNoReasonToMakeAContainerAnew() {
        JsonNode plain = compared("{'image':'web','healthcheck':{'test':['CMD','true']}}");
        assertEquals(
                plain, compared("{'image':'web','x-owner':'us','healthcheck':{'test':['CMD','true'],'x-why':'2'}}"));
        assertNotEquals(compared("{'image':'web'}"), compared("{'image':'web','labels':{'x-owner':'us'}}"));
    }

    @Test
    void whatTheContainerDoesNotHaveIsNoReasonEither() {
        JsonNode plain = compared("{'image':'web'}");
        assertEquals(
                plain,
                compared("{'image':'web','platform':'linux/amd64','attach':false,'develop':{'watch':[{'path':'.'}]}}"));
    }
}
