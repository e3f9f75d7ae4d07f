package io.tcpclose.core.connection;

import io.tcpclose.bootstrap.Doing;

/** The page about whose doing an operation is, from the table itself. */
final class ActorPage {
    private static final String HEAD = """
            # Whose doing an operation is

            <!-- Generated from the table itself by ActorPageTest; do not edit. -->

            A finding blames the application only for what the application has done. Much of what happens to a socket is the JDK's \
            doing, or that of TLS. `Doing` decides it in one place, every hook asks it, and the life line of a report says `by` and `why` \
            where it was not the application. Where two situations meet, the one that stands first in this list counts:

            """;

    private static final String TLS = """

            ## TLS

            TLS is seen by the header of its records (type, version, length: five bytes that are never encrypted), in the first eight \
            reads and writes of a connection. So SSLEngine and OpenSSL engines are seen as well as SSLSocket, and a handshake that follows \
            a few plain messages (STARTTLS of SMTP, the SSLRequest of PostgreSQL). A STARTTLS that comes later is known where an SSLSocket \
            is laid over the connection. A report says `tls`, and by `tlsBy` how it is known. Nothing of the bytes is kept.

            An alert is known by its record type, in TLS 1.3 by its size: 24 bytes, or 40 where JSSE pads it. A message of two bytes has the \
            same size and is taken for one.
            """;

    private ActorPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        int place = 1;
        for (Doing.Situation situation : Doing.Situation.values())
            page.append(place++).append(". ").append(situation.label()).append('\n');
        for (Doing.Act act : Doing.Act.values()) table(page, act);
        return page.append(TLS).toString();
    }

    private static void table(StringBuilder page, Doing.Act act) {
        page.append("\n## ")
                .append(act.name().toLowerCase(java.util.Locale.ROOT))
                .append("\n\n");
        page.append("| situation | whose doing | why |\n|---|---|---|\n");
        for (Doing doing : Doing.values()) {
            if (doing.act() != act) continue;
            page.append("| ").append(doing.situation().label());
            page.append(" | `").append(doing.actor().label());
            page.append("` | ").append(doing.why()).append(" |\n");
        }
    }
}
