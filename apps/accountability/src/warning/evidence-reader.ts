import type { WarningData } from '#libs/contracts/accountability.events.js';
import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { findWarning, findWarningVersion, type WarningRow } from './warning.store.js';

/** What both the warning as it stands and its kept versions say. */
type Said = Pick<
  WarningRow,
  'version' | 'severity' | 'count' | 'dataState' | 'ruleId' | 'ruleVersion' | 'title' | 'basis'
> & { readonly period: { readonly label: string }; readonly startedAt: Date; readonly endedAt: Date | null };

const saidThen = (state: WarningData): Said => ({
  ...state,
  startedAt: new Date(state.startedAt),
  endedAt: state.endedAt === null ? null : new Date(state.endedAt),
});

/** A warning as it stood at a version: a paper rests on what it said then, not on what it came to. */
export const warningEvidence: EvidenceReader = async (tx, _pack, id, version) => {
  const warning = await findWarning(tx, id);
  if (!warning) return null;
  const then = version === null ? null : await findWarningVersion(tx, id, version);
  const said: Said = then ? saidThen(then) : warning;
  return {
    unitPath: warning.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'warning',
        id,
        version: said.version,
        title: said.title,
        at: said.startedAt.toISOString(),
        facts: [
          { label: '等级', value: said.severity },
          { label: '时段', value: said.period.label },
          { label: '计数', value: String(said.count) },
          // Of work nobody reviews data: its numbers say how far they are confirmed.
          ...(warning.subject.kind === 'problem' ? [] : [{ label: '数据状态', value: said.dataState }]),
          { label: '规则', value: `${said.ruleId} v${said.ruleVersion}` },
          { label: '状态', value: said.endedAt === null ? '持续' : `已结束 ${said.endedAt.toISOString()}` },
        ],
      },
      basis: said.basis,
    },
  };
};
