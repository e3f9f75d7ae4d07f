package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;

/**
 * What a Grafana takes, as a JSON Schema that knows every key and tolerates no other. Grafana's Foundation SDK has such a schema in its
 * repository, but no registry carries that file; its npm package carries the same as types, of which {@code schema/generate.mjs} makes
 * ours.
 */
final class GrafanaSchema {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final String DEFINITION = "classpath:grafana-dashboard.schema.json#/definitions/";

    private GrafanaSchema() {}

    /** The dashboard without its panels. */
    static List<String> violationsOfDashboard(JsonNode dashboard) {
        return violations("dashboard", dashboard);
    }

    /** @param panel a panel, or a row */
    static List<String> violationsOfPanel(JsonNode panel) {
        return violations(panel.path("type").asText(), panel);
    }

    private static List<String> violations(String definition, JsonNode json) {
        return FACTORY.getSchema(SchemaLocation.of(DEFINITION + definition)).validate(json).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
