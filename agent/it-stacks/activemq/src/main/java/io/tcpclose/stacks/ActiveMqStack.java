package io.tcpclose.stacks;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/** Its broker and clients by TCP, and a failover client through a restart of the broker. */
public final class ActiveMqStack implements Stack {
    private static final String LAST = "the last order";

    @Override
    public void play(Outside outside) throws Exception {
        BrokerService broker = start(0);
        int port = port(broker);
        String address = "tcp://127.0.0.1:" + port;
        for (int i = 0; i < 5; i++) {
            try (Connection connection = connect(address)) {
                sendAndReceive(connection);
            }
        }
        try (Connection failover = connect("failover:(" + address + ")?initialReconnectDelay=200")) {
            sendAndReceive(failover);
            stop(broker);
            TimeUnit.SECONDS.sleep(2);
            broker = start(port);
            sendAndReceive(failover);
        }
        stop(broker);
    }

    private static BrokerService start(int port) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.addConnector("tcp://127.0.0.1:" + port);
        broker.start();
        broker.waitUntilStarted();
        return broker;
    }

    private static void stop(BrokerService broker) throws Exception {
        broker.stop();
        broker.waitUntilStopped();
    }

    private static int port(BrokerService broker) throws Exception {
        TransportConnector connector = broker.getTransportConnectors().get(0);
        return connector.getConnectUri().getPort();
    }

    private static Connection connect(String address) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory(address).createConnection();
        connection.start();
        return connection;
    }

    private static void sendAndReceive(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Queue queue = session.createQueue("orders");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            for (int i = 0; i < 50; i++) {
                producer.send(session.createTextMessage("order " + i));
                if (consumer.receive(5000) == null) {
                    throw new IllegalStateException("lost");
                }
            }
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        BrokerService broker = start(0);
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(broker));
        // Listeners are called by the thread that reads.
        factory.setAlwaysSessionAsync(false);
        Connection connection = factory.createConnection();
        Forgotten.keep(connection);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("orders");
        session.createConsumer(queue).setMessageListener(ActiveMqStack::plantedListenerThatBlocksTheReader);
        connection.start();
        try (Connection other = connect("tcp://127.0.0.1:" + port(broker))) {
            for (String text : List.of("order", "order", "order", LAST)) {
                sendOne(other, text);
                TimeUnit.MILLISECONDS.sleep(700);
            }
        }
        TimeUnit.SECONDS.sleep(1);
        stop(broker);
    }

    private static void sendOne(Connection connection, String text) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage(text));
        }
    }

    private static void plantedListenerThatBlocksTheReader(Message message) {
        try {
            if (((TextMessage) message).getText().equals(LAST)) {
                TimeUnit.MINUTES.sleep(1);
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
