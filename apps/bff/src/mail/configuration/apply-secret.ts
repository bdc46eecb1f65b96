import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { AppliedSecret } from '@office365-email/shared/same-application'
import { entityTag } from '../../ground/entity-tag.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { isShared } from '../credentials/credential.ts'
import { requireVersion } from './configuration-version.ts'
import { isSameApplication, type Office365Configuration } from './office365-configuration.ts'
import { openSaved } from './open-secret.ts'
import { requireConfiguration } from './require-configuration.ts'
import { cancelReset, resetConfiguration } from './reset-configuration.ts'
import { type SubmitDependencies, submitConfiguration } from './submit-configuration.ts'

type Result = AppliedSecret['results'][number]

interface NewSecret {
  secret: Secret
  expiresOn: string | null
}

/** Resets one bot and submits it with the new secret. If Microsoft refuses, a locked configuration is locked again. */
async function applyTo(
  dependencies: SubmitDependencies,
  context: RequestContext,
  target: Office365Configuration,
  { secret, expiresOn }: NewSecret,
): Promise<Result> {
  const { botId, version, userEmail, clientId, tenantId, userId, cloud } = target
  const ifMatch = entityTag(version)
  let isReset = false
  try {
    // The bots before it take time: in the meantime this one may have been saved, or its bot created again.
    requireVersion(await dependencies.configurations.read(botId), ifMatch)
    if (target.state === 'locked') {
      await resetConfiguration(dependencies, context, botId)
      isReset = true
    }
    const values = {
      userEmail,
      clientId,
      tenantId,
      userId,
      cloud,
      verification: 'required' as const,
    }
    const credential = { kind: 'client-secret', clientSecret: secret, expiresOn: expiresOn ?? undefined } as const
    await submitConfiguration(dependencies, context, { botId, values, credential, ifMatch, isOwnPassword: null })
    return { botId, outcome: 'applied' }
  } catch (error) {
    if (isReset) await cancelReset(dependencies, context, botId)
    if (!(error instanceof Problem)) throw error
    const { diagnosis } = error.details
    return {
      botId,
      outcome: 'failed',
      problem: error.slug,
      ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis) }),
    }
  }
}

/**
 * Applies the saved secret of one bot to others with the same cloud, tenant and client, so that an admin enters a new
 * secret only once. Each is checked with Microsoft and audited separately.
 */
export async function applySecret(
  dependencies: SubmitDependencies,
  context: RequestContext,
  { botId, targetBotIds }: { botId: string; targetBotIds: string[] },
): Promise<Result[]> {
  const source = await requireConfiguration(dependencies.configurations, botId)
  const proof = await openSaved(dependencies, source)
  if (proof.kind !== 'client-secret')
    throw new Problem('not-possible-now', {
      detail:
        'Only a client secret can be used for several bots. Each bot has its own certificate or federated credential.',
    })
  const secret = proof.clientSecret
  const targets = await Promise.all(
    targetBotIds.map((targetId) => requireConfiguration(dependencies.configurations, targetId)),
  )
  // A certificate or a federated credential is not replaced: its key would be deleted.
  const isTarget = (target: Office365Configuration) =>
    target.botId !== botId && isSameApplication(target, source) && isShared(target.credential)
  if (!targets.every(isTarget)) throw notFound()
  const results: Result[] = []
  for (const target of targets)
    results.push(await applyTo(dependencies, context, target, { secret, expiresOn: source.secretExpiresOn }))
  return results
}
