import type { ReactNode } from 'react'
import { download } from '../download.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './text-block.module.css'

interface TextBlockProps {
  text: string
  /** Creates the current text before it is copied or downloaded; null if there is no longer any. */
  renew?: () => Promise<string | null>
  /** Names the area and its Copy button. */
  what: string
  /** If set, the text can be downloaded as a file with this name. */
  fileName?: string
  /** Wraps long lines: for text, not for scripts. */
  wraps?: boolean
  actions?: ReactNode
}

const texts = { download: 'Download' }

const addressOf = (text: string) => `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`

/** A long text to copy or download. It always has the same height, so that nothing below it moves. */
export const TextBlock = ({ text, renew, what, fileName, wraps = false, actions }: TextBlockProps) => (
  <div className={classes['block']}>
    <div className={classes['head']}>
      <span className="small quiet">{fileName && <code>{fileName}</code>}</span>
      <div className={classes['actions']}>
        {actions}
        {fileName && (
          <a
            className="small"
            download={fileName}
            href={addressOf(text)}
            onClick={(event) => {
              if (!renew) return
              event.preventDefault()
              void renew().then((fresh) => {
                if (fresh !== null) download(fileName, fresh)
              })
            }}
            aria-label={`${texts.download} ${fileName}`}
          >
            {texts.download}
          </a>
        )}
        <CopyButton text={text} renew={renew} what={what} />
      </div>
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard */}
    <section className={classes['text']} data-wraps={wraps} tabIndex={0} aria-label={what}>
      <pre>{text}</pre>
    </section>
  </div>
)
