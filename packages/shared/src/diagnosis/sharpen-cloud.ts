import type { NationalCloud } from '../national-cloud.ts'
import type { Detail } from './detail.ts'
import type { Clues } from './read-clues.ts'
import { favor, remark, type Sharpener } from './verdict.ts'

const family = (cloud: NationalCloud): string => (cloud.startsWith('us-government') ? 'us' : cloud)

const hostForms: Readonly<Record<string, RegExp>> = {
  global: /login\.microsoftonline\.com|\/graph\.microsoft\.com/,
  us: /login\.microsoftonline\.us|graph\.microsoft\.us/,
  china: /partner\.microsoftonline\.cn|chinacloudapi\.cn/,
  bleu: /sovcloud(?:-identity)?\.fr/,
  delos: /sovcloud(?:-identity)?\.de/,
  govsg: /sovcloud(?:-identity)?\.sg/,
}

const hostOfAnotherCloud = ({ text }: Clues, cloud: NationalCloud): boolean =>
  Object.entries(hostForms).some(([name, form]) => name !== family(cloud) && form.test(text))

/** Compares the configured cloud with the hosts that Microsoft's response names. */
export const sharpenCloud: Sharpener = (verdict, clues, { cloud }) => {
  if (cloud === null || cloud === undefined) return null
  const cause = verdict.candidates[0]
  const chosen: Detail = { kind: 'cloud-chosen', cloud }
  if (cause === 'wrong_cloud' || cause === 'graph_wrong_cloud') return remark(verdict, chosen)
  // Microsoft's messages link to pages in the global cloud, so such a link says nothing about the cloud.
  if (cause === 'tenant_not_found' || cause === 'resource_unknown') {
    const elsewhere = cloud === 'global' && hostOfAnotherCloud(clues, cloud)
    if (elsewhere) return remark(favor(verdict, 'wrong_cloud'), chosen)
    return cloud === 'global' ? null : remark(verdict, chosen)
  }
  if (cause === 'token_wrong_audience' || cause === 'token_rejected') {
    if (hostOfAnotherCloud(clues, cloud)) return remark(favor(verdict, 'graph_wrong_cloud'), chosen)
  }
  return null
}
