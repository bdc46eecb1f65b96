import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { allowHosts } from './steps.ts'

/** Remedies for the causes that apply when no response came, or a response that is not Microsoft's. */
export const networkTexts = {
  dns_failure: {
    title: 'The network address of Microsoft could not be found',
    explanation:
      'The server looked up a host name and got no network address. The name server is unreachable, or the name of a proxy is wrong.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute: name servers sometimes fail briefly.' },
      {
        action: 'ask-network-team',
        text: 'If it keeps failing, ask your network team to check that this server can resolve login.microsoftonline.com and graph.microsoft.com.',
      },
      { action: 'ask-network-team', text: 'If a proxy is configured, ask them to check its name.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  connect_failed: {
    title: 'The connection to Microsoft failed',
    explanation:
      'The server could not connect to Microsoft, or the connection was lost. The usual cause is a firewall or a proxy.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute.' },
      allowHosts,
      { action: 'set-up-server', text: 'If your network needs a proxy, have it configured for this server.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  connect_timeout: {
    title: 'Microsoft did not respond in time',
    explanation:
      'The server waited for a response and received none. The usual cause is a firewall that silently drops traffic, or a slow proxy.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Before you send again, check whether the message was sent: Microsoft may have received it before the time was up.',
      },
      allowHosts,
      { action: 'set-up-server', text: 'If your network needs a proxy, have it configured for this server.' },
    ],
    field: 'network',
    retryable: true,
    actor: 'it-admin',
  },
  tls_untrusted: {
    title: 'The server does not trust the certificate that it received',
    explanation:
      'The server refused the encrypted connection because the certificate is not signed by an authority that it trusts. Usually a proxy in your network decrypts the traffic to inspect it and presents its own certificate.',
    nextSteps: [
      {
        action: 'ask-network-team',
        text: 'Ask your network team whether a proxy inspects the encrypted traffic of this server.',
      },
      {
        action: 'ask-network-team',
        text: 'Ask them to exempt the Microsoft addresses from inspection, or to give you the root certificate of the proxy.',
      },
      {
        action: 'set-up-server',
        text: 'If you have the root certificate, set NODE_EXTRA_CA_CERTS to its file and restart the server.',
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
      {
        action: 'set-up-server',
        text: 'Check that the server uses TLS 1.2 or later: Microsoft does not accept older versions.',
      },
      { action: 'set-up-server', text: 'Check that the clock of the server is correct.' },
      {
        action: 'ask-network-team',
        text: 'Ask your network team whether there is a proxy between this server and Microsoft.',
      },
    ],
    field: 'network',
    retryable: false,
    actor: 'it-admin',
  },
  proxy_refused: {
    title: 'A proxy responded instead of Microsoft',
    explanation:
      'Something in your network responded before the request reached Microsoft. It asks for a password, blocks the address, or returns its own web page.',
    nextSteps: [
      allowHosts,
      {
        action: 'set-up-server',
        text: 'If the proxy needs a user name and password, have them configured for this server, with special characters percent-encoded.',
      },
    ],
    field: 'network',
    retryable: false,
    actor: 'it-admin',
  },
} satisfies Partial<Record<Cause, Remedy>>
