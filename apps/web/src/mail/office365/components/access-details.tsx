import { accessSummary, describeConnections, listCalledHosts } from '@office365-email/shared/entra-setup/access-summary'
import { writeRemoveAccessPowerShell } from '@office365-email/shared/entra-setup/scripts/remove-access-powershell'
import { writeRemoveAppBash } from '@office365-email/shared/entra-setup/scripts/remove-app-bash'
import { Tabs } from '../../../ground/components/tabs.tsx'
import { configuredTexts } from '../configured-texts.ts'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import { useBotSharing } from '../use-app-sharing.ts'
import classes from './access-details.module.css'
import { ScriptView } from './script-view.tsx'
import { SharingNote } from './sharing-note.tsx'

const texts = configuredTexts.access

const Points = ({ title, points }: { title: string; points: readonly string[] }) => (
  <div className={classes['part']}>
    <h3>{title}</h3>
    <ul className={classes['points']}>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  </div>
)

/** The access that the setup granted, who has it, and how to remove it. */
export function AccessDetails({ facts }: { facts: SetupFacts }) {
  const app = useBotSharing(facts)
  const kind = facts.credentialKind
  return (
    <div className={classes['details']}>
      <Points title={texts.granted} points={accessSummary.granted} />
      <Points title={texts.credential[kind]} points={accessSummary.credential[kind]} />
      <div className={classes['part']}>
        <h3>{texts.hosts}</h3>
        <table className={classes['hosts']}>
          <thead>
            <tr>
              <th scope="col">{texts.host}</th>
              <th scope="col">{texts.port}</th>
              <th scope="col">{texts.purpose}</th>
            </tr>
          </thead>
          <tbody>
            {listCalledHosts(facts.cloud).map(({ host, port, purpose }) => (
              <tr key={host}>
                <td>
                  <code>{host}</code>
                </td>
                <td>{port}</td>
                <td>{purpose}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <ul className={classes['points']}>
          {[describeConnections(kind), ...accessSummary.network].map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </div>
      <Points title={texts.removal} points={[...accessSummary.removal, accessSummary.leftover[kind]]} />
      <Tabs
        label={texts.scripts}
        tabs={[
          {
            name: stepTexts.scripts.powerShell,
            content: <ScriptView app={app} write={(sharing) => writeRemoveAccessPowerShell({ ...facts, sharing })} />,
          },
          {
            name: stepTexts.scripts.bash,
            content: <ScriptView app={app} write={(sharing) => writeRemoveAppBash({ ...facts, sharing })} />,
          },
        ]}
      />
      <SharingNote app={app} />
      <p className="small quiet">{stepTexts.scripts.checkedByRule}</p>
    </div>
  )
}
