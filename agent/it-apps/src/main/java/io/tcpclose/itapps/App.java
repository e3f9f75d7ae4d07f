package io.tcpclose.itapps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service with an actuator and a leak. The same source for each line of Spring Boot. */
@SpringBootApplication
@RestController
public class App {
    private final List<Socket> forgotten = new CopyOnWriteArrayList<>();

    public static void main(String[] args) {
        SpringApplication.run(App.class, args);
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        System.out.println("PORT " + event.getApplicationContext().getEnvironment().getProperty("local.server.port"));
    }

    /** Reads to the peer's FIN, and does not close. */
    @GetMapping("/leak")
    String leak(@RequestParam("port") int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        forgotten.add(socket);
        return socket.getInputStream().readAllBytes().length + " bytes";
    }
}
