package io.tcpclose.stacks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

public final class TomcatStack implements Stack {
    private final Tomcat tomcat = new Tomcat();
    private final Connector plain = new Connector();
    private final Connector secure = new Connector();

    @Override
    public void play(Outside outside) throws Exception {
        start();
        Visits.all(outside, plain.getLocalPort(), secure.getLocalPort());
        stop();
        outside.wakesItself(2);
    }

    @Override
    public void leak(Outside outside) throws Exception {
        start();
        outside.ask("give-up http://127.0.0.1:" + plain.getLocalPort() + Site.FORGOTTEN);
    }

    private void start() throws Exception {
        Logger.getLogger("org.apache").setLevel(Level.SEVERE);
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        plain.setProperty("keepAliveTimeout", "1500");
        secure.setProperty("keepAliveTimeout", "1500");
        secure.setSecure(true);
        secure.setScheme("https");
        secure.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(Tls.STORE);
        certificate.setCertificateKeystorePassword(Tls.PASSWORD);
        host.addCertificate(certificate);
        secure.addSslHostConfig(host);
        for (Connector connector : new Connector[] {plain, secure}) {
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            tomcat.getService().addConnector(connector);
        }
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "site", new SiteServlet()).setAsyncSupported(true);
        context.addServletMappingDecoded("/", "site");
        tomcat.start();
    }

    private void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static final class SiteServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            try {
                if (request.getRequestURI().equals(Site.FORGOTTEN)) {
                    plantedAsyncThatNeverCompletes(request, response);
                    return;
                }
                byte[] answer = Site.answer(request.getRequestURI(), body);
                response.setContentLength(answer.length);
                response.getOutputStream().write(answer);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        private static void plantedAsyncThatNeverCompletes(HttpServletRequest request, HttpServletResponse response)
                throws IOException, InterruptedException {
            request.startAsync().setTimeout(0);
            ServletOutputStream out = response.getOutputStream();
            for (int i = 0; i < 3; i++) {
                out.print("working\n");
                out.flush();
                TimeUnit.MILLISECONDS.sleep(700);
            }
        }
    }
}
