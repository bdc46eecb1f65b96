import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { Fold, Folds } from '../../../ground/components/fold.tsx'
import { PageSkeleton } from '../../../ground/components/page-skeleton.tsx'
import { useMailHost } from '../../host.ts'
import { mailPaths } from '../../paths.ts'
import { mailTexts } from '../../texts.ts'
import { configuredTexts } from '../configured-texts.ts'
import { restrictStepName } from '../setup-steps.ts'
import { AccessSection } from './access-section.tsx'
import { RemoveConfiguration } from './remove-configuration.tsx'

export { ChangedByKey } from './changed-by-key.tsx'
export { RemovedNotice } from './remove-configuration.tsx'
export { RenewSecret } from './renew-secret.tsx'
export { TestPanel } from './test-panel.tsx'

const RestrictionCheck = lazy(async () => ({ default: (await import('./restriction-check.tsx')).RestrictionCheck }))

interface SeldomSectionsProps {
  view: ConfigurationView
  botName: string
  onRemoved: () => void
}

/** What people seldom look at, each behind its heading. */
export function SeldomSections({ view, botName, onRemoved }: SeldomSectionsProps) {
  const host = useMailHost()
  return (
    <Folds>
      <Fold id="restriction" title={configuredTexts.restrictionCheck.title}>
        <Suspense fallback={<PageSkeleton />}>
          <RestrictionCheck
            view={view}
            limitLink={<Link to={mailPaths.office365Step(view.botId, 'restrict')}>{restrictStepName}</Link>}
          />
        </Suspense>
      </Fold>
      <Fold id="access" title={configuredTexts.access.title}>
        <AccessSection view={view} botName={botName} />
      </Fold>
      {host.Activity && (
        <Fold id="activity" title={mailTexts.activity}>
          <Suspense fallback={<PageSkeleton />}>
            <host.Activity botId={view.botId} botName={botName} />
          </Suspense>
          {host.paths.audit && (
            <p>
              <Link to={host.paths.audit(view.botId)}>{mailTexts.activityAll}</Link>
            </p>
          )}
        </Fold>
      )}
      <Fold id="removal" title={configuredTexts.remove.title}>
        <RemoveConfiguration view={view} botName={botName} onRemoved={onRemoved} />
      </Fold>
    </Folds>
  )
}
