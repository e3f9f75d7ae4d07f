package io.tcpclose.export.http;

/** As {@link AgentPages}, and {@code POST /set} and {@code POST /detach}. */
final class ControlPages implements Pages {
    private static final String SET = "/set";
    private static final String DETACH = "/detach";

    private final Pages pages;
    private final Commands commands;

    ControlPages(Pages pages, Commands commands) {
        this.pages = pages;
        this.commands = commands;
    }

    @Override
    public boolean isHeavy(Request request) {
        return pages.isHeavy(request);
    }

    @Override
    public Response answer(Request request) throws Refusal {
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
