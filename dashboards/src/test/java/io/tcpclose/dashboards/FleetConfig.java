package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tcpclose.dashboards.Fleet.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The configuration of docs/running-a-fleet.md, as it stands there but for its targets, the place of the rules and its pace. */
final class FleetConfig {
    private final Path folder;
    private final String address;

    private FleetConfig(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    /** @param frugal of this one only those series are kept that the page calls enough; its job has that name too */
    static String of(Path folder, String address, List<Instance> instances, Instance frugal) throws IOException {
        java.nio.file.Files.createDirectories(folder);
        ObjectNode config = (ObjectNode) FleetDoc.yaml("file_sd_configs");
        config.putArray("rule_files").add(Files.RECORDING.toString()).add(Files.ALERTS.toString());
        config.putObject("global").put("scrape_interval", "5s").put("evaluation_interval", "5s");
        ObjectNode job = (ObjectNode) config.at("/scrape_configs/0");
        job.remove("scrape_interval");
        ObjectNode other = job.deepCopy().put("job_name", frugal.application());
        other.set(
                "metric_relabel_configs",
                FleetDoc.yaml("metric_relabel_configs").path("metric_relabel_configs"));
        ((ArrayNode) config.path("scrape_configs")).add(other);
        FleetConfig files = new FleetConfig(folder, address);
        files.scrape(job, instances);
        files.scrape(other, List.of(frugal));
        return config.toPrettyString();
    }

    private void scrape(ObjectNode job, List<Instance> instances) throws IOException {
        ArrayNode groups = new ObjectMapper().createArrayNode();
        for (Instance instance : instances) {
            ObjectNode group = groups.addObject();
            group.putArray("targets").add(address);
            group.putObject("labels").put("instance", instance.name()).put("__metrics_path__", instance.path());
        }
        Path targets = folder.resolve(job.path("job_name").asText() + "-targets.json");
        java.nio.file.Files.writeString(targets, groups.toString());
        ((ArrayNode) job.at("/file_sd_configs/0/files")).removeAll().add(targets.toString());
    }
}
