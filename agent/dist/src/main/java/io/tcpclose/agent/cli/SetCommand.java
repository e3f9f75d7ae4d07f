package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.Answer;
import io.tcpclose.export.Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes options of a running agent. */
@Command(
        name = "set",
        description = "Changes options of the agent in a running JVM: those that docs/options.md marks as dynamic.",
        footer = {
            "",
            "Examples:",
            "  java -jar tcpclose-agent.jar set 4711 rule.fin-unnoticed.after=1m",
            "  java -jar tcpclose-agent.jar set 4711 rule.late-close=off log.level=error"
        })
final class SetCommand extends JvmCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Options and their new values.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        try (Answer answer = agentOf(process()).set(options)) {
            answer.check();
            answer.text().lines().map(Text::clean).forEach(out()::println);
        }
        return 0;
    }
}
