package io.tcpclose.agent.cli.compare;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.JsonReportReader;
import io.tcpclose.export.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report in a file that the user names. */
public final class StoredReport {
    private StoredReport() {}

    public static Report read(Path file) {
        try {
            if (!Files.isRegularFile(file)) throw new FileSystemException(file.toString(), null, "no such file");
            return JsonReportReader.read(file);
        } catch (FileSystemException e) {
            throw new Refusal("cannot read " + file + ": " + OwnerOnlyFile.reason(e, file.toString()), e);
        } catch (IOException e) {
            throw new Refusal(file + " " + e.getMessage(), e);
        }
    }

    /** What was not taken back, by fingerprint. A report of an older agent may have one twice: they are one finding. */
    static Map<String, Report.Finding> standing(Report report) {
        Map<String, Report.Finding> findings = new LinkedHashMap<>();
        for (Report.Finding finding : report.findings()) {
            if (finding.count() > finding.retracted()) findings.merge(identity(finding), finding, SummedFinding::of);
        }
        return findings;
    }

    /** The fingerprint; of a report that somebody else wrote, without one, what else tells findings apart. */
    static String identity(Report.Finding finding) {
        String fingerprint = finding.fingerprint();
        return fingerprint == null
                ? finding.rule() + " " + finding.endpoint() + " " + finding.openedStack() + finding.offendingStack()
                : fingerprint;
    }

    /** Without {@code null} lists of a report that lacks them. */
    static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : list;
    }
}
