import { NativeSelect } from '@mantine/core'
import { nationalCloudNames, nationalClouds } from '@office365-email/shared/national-cloud'
import { parseCloud } from '../form-values.ts'
import type { Setup } from '../setup.ts'
import { office365Texts } from '../texts.ts'
import classes from './scripts.module.css'

const texts = office365Texts.configuration

/** Links and scripts are for one cloud. While the values are locked, the cloud is locked too. */
export function CloudChoice({ setup: { view, draft, facts } }: { setup: Setup }) {
  const locked = view.state === 'locked'
  return (
    <NativeSelect
      className={classes['choice'] ?? ''}
      label={texts.cloud}
      description={locked ? texts.cloudLocked : texts.cloudHelp}
      value={facts.cloud}
      disabled={locked}
      data={nationalCloudNames.map((name) => ({ value: name, label: nationalClouds[name].label }))}
      onChange={(event) => {
        const cloud = parseCloud(event.currentTarget.value)
        draft.changeValues({ ...draft.values, cloud })
      }}
    />
  )
}
