package io.tcpclose.it.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An application without a framework. {@code global}: its registry is behind Micrometer's global one; {@code own}: it is not.
 * Answers {@code meters} with one line each, as Prometheus would write it; {@code leak} leaves a connection in CLOSE_WAIT.
 */
public final class PlainMicrometer {
    private PlainMicrometer() {}

    public static void main(String[] args) throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        registry.config().commonTags("application", "shop");
        if (args[0].equals("global")) Metrics.addRegistry(registry);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("READY");
        Socket leaked = null;
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            // An application counts something now and then.
            registry.counter("shop.commands", "name", command).increment();
            if (command.equals("leak")) leaked = leak();
            else registry.getMeters().forEach(PlainMicrometer::print);
            System.out.println("DONE");
        }
        System.out.println(leaked);
    }

    private static Socket leak() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            listener.accept().close();
            client.getInputStream().readAllBytes();
            return client;
        }
    }

    private static void print(Meter meter) {
        StringBuilder tags = new StringBuilder();
        for (Tag tag : meter.getId().getTags())
            tags.append(tags.length() == 0 ? "" : ",")
                    .append(tag.getKey())
                    .append("=\"")
                    .append(tag.getValue())
                    .append('"');
        double value = meter.measure().iterator().next().getValue();
        System.out.println(meter.getId().getName() + "{" + tags + "} " + value);
    }
}
