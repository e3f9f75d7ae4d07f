package io.tcpclose.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the build wrote into a resource beside the classes. */
final class BuildVersion {
    private BuildVersion() {}

    static String read() {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getClassLoader().getResourceAsStream("tcpclose-version.properties")) {
            if (in != null) properties.load(in);
        } catch (IOException e) {
            // the version is for a person; without it the usage still helps
        }
        return properties.getProperty("version", "unknown");
    }
}
