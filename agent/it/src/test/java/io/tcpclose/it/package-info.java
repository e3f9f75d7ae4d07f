/**
 * What the agent's jar does to real JVMs.
 *
 * <p>A {@link io.tcpclose.it.Stage} has three JVMs: the one under test, which plays many scenarios at once; its peer, which
 * never has the agent and writes down what it saw; and the test, which looks at the kernel's tables. So each scenario is
 * judged twice: did it do on the wire what it claims ({@code Played.assertTruth}), and does the agent's report say so
 * ({@code Judge}, {@code LifeJudge}).
 *
 * <p>A new scenario is one method: of a class in {@code rule} with {@code @Misuse} or {@code @Legal}, in {@code life} with
 * {@code @LifeLine}, or in {@code silent} with {@code @Silent}. It opens its connection on a line of its own, since
 * findings are grouped by that line. The output of every JVM and the reports stay in {@code target/it}.
 */
package io.tcpclose.it;
