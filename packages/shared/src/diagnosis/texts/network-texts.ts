import type { Step } from '../actions.ts'
import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'

const allowHosts: Step = {
  action: 'ask-network-team',
  text: 'Ask your network team to let this server reach the Microsoft addresses login.microsoftonline.com and graph.microsoft.com on port 443.',
}

/** What it means when no answer came, or one that is not Microsoft's. */
export const networkTexts = {
  dns_failure: {
    title: 'The address of Microsoft could not be found',
    explanation:
      'The server asked for the network address of a host name and got none. The name server is unreachable, or the name of a proxy is wrong.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute: name servers fail for moments.' },
      {
        action: 'ask-network-team',
        text: 'If it stays, ask your network team to check that this server can resolve login.microsoftonline.com and graph.microsoft.com.',
      },
      { action: 'ask-network-team', text: 'If a proxy is set, have them check its name.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  connect_failed: {
    title: 'The connection to Microsoft failed',
    explanation:
      'The server could not connect to Microsoft, or the connection broke off. A firewall or a proxy is the usual reason.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute.' },
      allowHosts,
      { action: 'set-up-server', text: 'If your network needs a proxy, have it set for this server.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  connect_timeout: {
    title: 'Microsoft did not answer in time',
    explanation:
      'The server waited for an answer and none came. A firewall that drops traffic silently or a slow proxy is the usual reason.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Before you send again, check whether the message went out: it may have been handed over before the time was up.',
      },
      allowHosts,
      { action: 'set-up-server', text: 'If your network needs a proxy, have it set for this server.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  tls_untrusted: {
    title: 'The server does not trust the certificate it was shown',
    explanation:
      'The encrypted connection was refused because nobody that this server trusts has signed the certificate. Usually a proxy of your network opens the traffic to inspect it and shows its own certificate.',
    nextSteps: [
      {
        action: 'ask-network-team',
        text: 'Ask your network team whether a proxy inspects encrypted traffic of this server.',
      },
      {
        action: 'ask-network-team',
        text: 'Have them exempt the Microsoft addresses from inspection, or give you the root certificate of the proxy.',
      },
      {
        action: 'set-up-server',
        text: 'With the root certificate: set NODE_EXTRA_CA_CERTS to its file and restart the server.',
      },
    ],
    field: 'network',
    retryable: false,
    actor: 'it-admin',
  },
  tls_failed: {
    title: 'The encrypted connection could not be set up',
    explanation:
      'The server and the other side could not agree on an encrypted connection. An outdated system, a wrong clock or a proxy that changes the traffic can cause this.',
    nextSteps: [
      { action: 'set-up-server', text: 'Check that the clock of the server is right.' },
      {
        action: 'set-up-server',
        text: 'Check that the server uses TLS 1.2 or newer: Microsoft accepts nothing older.',
      },
      {
        action: 'ask-network-team',
        text: 'Ask your network team whether a proxy stands between this server and Microsoft.',
      },
    ],
    field: 'network',
    retryable: false,
    actor: 'it-admin',
  },
  proxy_refused: {
    title: 'A proxy answered in place of Microsoft',
    explanation:
      'Something in your network answered before the request reached Microsoft. It asks for a password, blocks the address, or shows a web page of its own.',
    nextSteps: [
      allowHosts,
      {
        action: 'set-up-server',
        text: 'If the proxy needs a name and a password, have them set for this server, with special characters percent-encoded.',
      },
    ],
    field: 'network',
    retryable: false,
    actor: 'it-admin',
  },
} satisfies Partial<Record<Cause, Remedy>>
