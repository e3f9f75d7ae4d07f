package io.tcpclose.export.http;

import java.util.Locale;

/**
 * As {@link AgentPages}, and {@code POST /set} and {@code POST /detach}. Each answer says which JVM it comes from,
 * and who names one in the request is answered by that one only.
 */
final class ControlPages implements Pages {
    private static final String SET = "/set";
    private static final String DETACH = "/detach";

    private final Pages pages;
    private final Commands commands;
    private final JvmIdentity identity;

    ControlPages(Pages pages, Commands commands, JvmIdentity identity) {
        this.pages = pages;
        this.commands = commands;
        this.identity = identity;
    }

    @Override
    public Cost cost(Request request) {
        return request.method().equals("GET") ? pages.cost(request) : Cost.CHEAP;
    }

    @Override
    public Response answer(Request request) throws Refusal {
        String meant = request.header(JvmIdentity.HEADER.toLowerCase(Locale.ROOT));
        if (meant != null && !meant.equals(identity.text()))
            throw new Refusal(421, "this is the agent of another JVM: " + identity.words());
        return told(request).with(JvmIdentity.HEADER, identity.text());
    }

    private Response told(Request request) throws Refusal {
        boolean isCommand = request.path().equals(SET) || request.path().equals(DETACH);
        String method = isCommand ? "POST" : "GET";
        if (!request.method().equals(method))
            return Response.text(405, method + " only").with("Allow", method);
        return isCommand ? command(request) : pages.answer(request);
    }

    private Response command(Request request) throws Refusal {
        if (request.path().equals(DETACH)) {
            commands.detach();
            return Response.text(200, "detached");
        }
        if (request.query().isEmpty()) throw new Refusal(400, "nothing to set: key=value is missing");
        try {
            return Response.text(200, commands.set(request.query()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }
}
