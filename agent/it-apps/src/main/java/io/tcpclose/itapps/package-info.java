/** Applications that the agent is tried on; no part of the product. */
package io.tcpclose.itapps;
