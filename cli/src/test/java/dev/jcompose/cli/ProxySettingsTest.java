package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ProxySettingsTest {
    private static final String CONFIG = """
            {'proxies':{'default':{'httpProxy':'http://proxy.test:3128','noProxy':'*.test'},
                        'unix:///other.sock':{'httpsProxy':'http://other.test'}}}
            """;

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) DockerConfig.JSON.readTree(text.replace('\'', '"'));
    }

    private static JsonNode added(String services, String daemon) throws JsonProcessingException {
        JsonNode model = json("{'services':" + services + "}");
        ProxySettings.addTo(model, json(CONFIG), daemon);
        return model.path("services");
    }

    @Test
    void everyContainerAndEveryBuildGetsThemInBothCases() throws JsonProcessingException {
        JsonNode services =
                added("{'a':{'build':{'context':'.'}},'b':{'environment':{'X':'1'}}}", "unix:///run/x.sock");
        String both = "'HTTP_PROXY':'http://proxy.test:3128','http_proxy':'http://proxy.test:3128',"
                + "'NO_PROXY':'*.test','no_proxy':'*.test'";
        assertEquals(json("{" + both + "}"), services.at("/a/environment"));
        assertEquals(json("{" + both + "}"), services.at("/a/build/args"));
        assertEquals(json("{'X':'1'," + both + "}"), services.at("/b/environment"));
    }

    @Test
    void whatTheStackFileSaysStays() throws JsonProcessingException {
        JsonNode services =
                added("{'a':{'environment':{'HTTP_PROXY':'mine','http_proxy':null}}}", "unix:///run/x.sock");
        assertEquals("mine", services.at("/a/environment/HTTP_PROXY").asText());
        assertEquals(true, services.at("/a/environment/http_proxy").isNull());
    }

    @Test
    void aDaemonMayHaveSettingsOfItsOwn() throws JsonProcessingException {
        JsonNode services = added("{'a':{}}", "unix:///other.sock");
        assertEquals(
                json("{'HTTPS_PROXY':'http://other.test','https_proxy':'http://other.test'}"),
                services.at("/a/environment"));
    }
}
