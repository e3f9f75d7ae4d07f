package io.tcpclose.core.filter;

import java.net.InetAddress;

/** One condition on a connection, as a user writes it; {@code toString} gives it back in that form. Immutable. */
public sealed interface Selector {

    boolean matches(Selectable connection);

    /** {@code port:5432} */
    record Port(int port) implements Selector {
        @Override
        public boolean matches(Selectable connection) {
            return connection.hasServicePort(port);
        }

        @Override
        public String toString() {
            return "port:".concat(Integer.toString(port));
        }
    }

    /** {@code peer:10.0.0.0/8} */
    record Peer(String text, Network network) implements Selector {
        @Override
        public boolean matches(Selectable connection) {
            InetAddress remote = connection.remote();
            return remote != null && network.contains(remote);
        }

        @Override
        public String toString() {
            return "peer:".concat(text);
        }
    }

    /** {@code host:db*}, in any case. */
    record Host(Glob glob) implements Selector {
        @Override
        public boolean matches(Selectable connection) {
            String host = connection.host();
            return host != null && glob.matches(host);
        }

        @Override
        public String toString() {
            return "host:".concat(glob.pattern());
        }
    }

    /** {@code class:com.acme.Dao}: that class and those inside it, in any frame of the opening stack. */
    record OpenedBy(Glob glob) implements Selector {
        @Override
        public boolean matches(Selectable connection) {
            for (String name : connection.classNames()) {
                if (matchesClass(name)) {
                    return true;
                }
            }
            return false;
        }

        /** Nested, lambda and proxy classes follow the name of their class after a $, hidden ones after a slash. */
        private boolean matchesClass(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if ((c == '$' || c == '/') && glob.matches(name, i)) {
                    return true;
                }
            }
            return glob.matches(name);
        }

        @Override
        public String toString() {
            return "class:".concat(glob.pattern());
        }
    }
}
