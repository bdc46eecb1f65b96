import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { channelAlertTypes } from '@office365-email/shared/alert-channel'
import { type ReactNode, useId } from 'react'
import { AllOrSome } from '../../../ground/components/all-or-some.tsx'
import { useAlertBots } from '../queries.ts'
import { alertsTexts } from '../texts.ts'
import classes from './alerts.module.css'
import type { FieldsProps } from './target-fields.tsx'

const texts = alertsTexts.form
const collectMinutes = [0, 5, 15, 60] as const
const timeZones = Intl.supportedValuesOf('timeZone')

function Group({
  legend,
  error,
  field,
  children,
}: {
  legend: string
  error?: string | undefined
  field: string
  children: ReactNode
}) {
  const errorId = useId()
  return (
    <fieldset data-field={field} className={classes['group']} aria-describedby={error ? errorId : undefined}>
      <legend>{legend}</legend>
      {children}
      {error && (
        <p id={errorId} className={classes['error']}>
          {error}
        </p>
      )}
    </fieldset>
  )
}

const toggled = <Item,>(items: readonly Item[], item: Item): Item[] =>
  items.includes(item) ? items.filter((one) => one !== item) : [...items, item]

/** Which alerts arrive, and when. */
export const ChoiceFields = ({ form, faults, onChange }: FieldsProps) => (
  <>
    <Group legend={texts.whichTypes} error={faults.types} field="types">
      {channelAlertTypes.map((type) => (
        <Checkbox
          key={type}
          label={alertsTexts.types[type]}
          checked={form.types.includes(type)}
          onChange={() => onChange({ types: toggled(form.types, type) })}
        />
      ))}
    </Group>
    <div data-field="botIds">
      <AllOrSome
        legend={texts.whichBots}
        all={texts.all}
        some={texts.some}
        useOptions={useAlertBots}
        value={form.botIds}
        error={faults.botIds}
        onChange={(botIds) => onChange({ botIds })}
      />
    </div>
    {form.kind !== 'webhook' && <CollectField {...{ form, faults, onChange }} />}
    <QuietFields {...{ form, faults, onChange }} />
  </>
)

function CollectField({ form, onChange }: FieldsProps) {
  const usual = collectMinutes.map((minutes) => ({ value: `${minutes}`, label: texts.collectChoices[minutes] }))
  const isUsual = usual.some(({ value }) => value === `${form.collectMinutes}`)
  const own = { value: `${form.collectMinutes}`, label: texts.collectOther(form.collectMinutes) }
  return (
    <NativeSelect
      label={texts.collect}
      description={texts.collectHelp}
      data={isUsual ? usual : [...usual, own]}
      value={`${form.collectMinutes}`}
      onChange={(event) => onChange({ collectMinutes: Number(event.currentTarget.value) })}
    />
  )
}

function QuietFields({ form, faults, onChange }: FieldsProps) {
  const zones = timeZones.includes(form.timeZone) ? timeZones : [form.timeZone, ...timeZones]
  return (
    <Group legend={texts.quiet} error={faults.quietHours} field="quietHours">
      <Checkbox
        label={texts.quietUse}
        description={texts.quietHelp}
        checked={form.isQuiet}
        onChange={(event) => onChange({ isQuiet: event.currentTarget.checked })}
      />
      {form.isQuiet && (
        <div className={classes['quiet']}>
          <div className={classes['times']}>
            <TextInput
              type="time"
              label={texts.from}
              value={form.from}
              onChange={(event) => onChange({ from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={texts.until}
              value={form.until}
              onChange={(event) => onChange({ until: event.currentTarget.value })}
            />
          </div>
          <NativeSelect
            label={texts.timeZone}
            data={zones}
            value={form.timeZone}
            onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
          />
          <fieldset className={classes['group']}>
            <legend>{texts.days}</legend>
            <div className={classes['days']}>
              {texts.dayNames.map((name, index) => (
                <Checkbox
                  key={name}
                  label={name}
                  checked={form.days.includes(index + 1)}
                  onChange={() => onChange({ days: toggled(form.days, index + 1) })}
                />
              ))}
            </div>
          </fieldset>
          <Checkbox
            label={texts.urgent}
            description={texts.urgentHelp}
            checked={form.letUrgentThrough}
            onChange={(event) => onChange({ letUrgentThrough: event.currentTarget.checked })}
          />
        </div>
      )}
    </Group>
  )
}
