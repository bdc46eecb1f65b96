import { TextInput } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Icon } from '../../../ground/components/icon.tsx'
import { findBots } from '../find-bots.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-picker.module.css'

const maxShown = 50

interface BotPickerProps {
  bots: readonly Bot[]
  botId: string | null
  onPick: (botId: string) => void
}

/** A text field with a list, as in the ARIA pattern of an editable combobox: typing narrows the list. */
export function BotPicker({ bots, botId, onPick }: BotPickerProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  /** The text that was typed since the list was opened; null while it is closed. */
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const current = bots.find((bot) => bot.id === botId)
  const open = typed !== null
  const matches = useMemo(() => findBots(bots, typed ?? ''), [bots, typed])
  const shown = matches.slice(0, maxShown)
  const optionId = (index: number) => `${id}-option-${index}`

  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [open, active])

  const openList = () => {
    if (open) return
    setTyped('')
    setActive(
      Math.max(
        0,
        bots.slice(0, maxShown).findIndex((bot) => bot.id === botId),
      ),
    )
  }
  const close = () => setTyped(null)
  const pick = (picked: string | undefined) => {
    close()
    if (picked !== undefined && picked !== botId) onPick(picked)
  }
  const move = (step: number) => {
    if (!open) openList()
    else if (shown.length > 0) setActive((active + step + shown.length) % shown.length)
  }
  const press = (event: KeyboardEvent) => {
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => pick(shown[active]?.id),
      Escape: close,
    }
    const action = actions[event.key]
    if (!action || (!open && (event.key === 'Enter' || event.key === 'Escape'))) return
    event.preventDefault()
    action()
  }
  return (
    <div className={classes['picker']}>
      <TextInput
        label={botsTexts.picker}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length > 0 ? optionId(active) : undefined}
        autoComplete="off"
        spellCheck={false}
        rightSection={<Icon name="down" />}
        rightSectionPointerEvents="none"
        // Shows the typed text while the list is open; otherwise, and before any typing, the bot's name.
        value={typed || (current?.name ?? '')}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setActive(0)
        }}
        onClick={(event) => {
          event.currentTarget.select()
          openList()
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={close}
        onKeyDown={press}
      />
      {open && (
        <div className={classes['popup']}>
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label={botsTexts.pickerList}
            className={classes['list']}
          >
            {shown.map((bot, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the field refers to the active option
              <div
                key={bot.id}
                id={optionId(index)}
                role="option"
                aria-selected={bot.id === botId}
                data-active={index === active}
                className={classes['option']}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(bot.id)}
              >
                {bot.name}
              </div>
            ))}
          </div>
          {shown.length < matches.length && (
            <p className={classes['note']}>{botsTexts.pickerMore(matches.length - shown.length)}</p>
          )}
          {shown.length === 0 && (
            <p role="status" className={classes['note']}>
              {botsTexts.pickerNone}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
