package io.tcpclose.agent.options;

/**
 * The variables by which Kubernetes tells a container of the services of its namespace. A service whose name starts
 * with {@code tcpclose} gives some that look like ours.
 */
final class ServiceLinks {
    private static final String OURS = "TCPCLOSE_";
    private static final String[] PROTOCOLS = {"_TCP", "_UDP", "_SCTP"};

    private ServiceLinks() {}

    static boolean isOne(String variable, String value) {
        String rest = variable.substring(OURS.length());
        return rest.startsWith("PORT")
                || rest.startsWith("SERVICE_")
                || rest.contains("_SERVICE_")
                || isPortOfAProtocol(rest)
                || (rest.endsWith("_PORT") && value.contains("://"));
    }

    private static boolean isPortOfAProtocol(String rest) {
        int port = rest.indexOf("_PORT");
        for (String protocol : PROTOCOLS) {
            if (port >= 0 && rest.indexOf(protocol, port) >= 0) {
                return true;
            }
        }
        return false;
    }
}
