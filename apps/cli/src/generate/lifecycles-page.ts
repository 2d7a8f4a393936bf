import {
  ACT_OUTCOMES,
  ACT_STAGES,
  type ActKind,
  type ActStage,
  type ActState,
  allowedActActions,
  FINAL_ACT_STATES,
} from '#libs/domain/escalation/act-lifecycle.js';
import {
  CLOSED_STATES,
  FINAL_STATES,
  FIRST_STATE,
  PROBLEM_STATES,
  type ProblemState,
  WAITING_FOR_UPPER,
} from '#libs/domain/problem/states.js';
import { TRANSITIONS } from '#libs/domain/problem/transitions.js';

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ') || '–';
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const INDEPENDENCE = { 'not-doer': 'not by who did the work', acceptance: 'by an independent body' } as const;

/** An action known in every state that is neither closed nor final would hide the rest of the picture. */
const isEverywhere = (from: readonly ProblemState[]): boolean =>
  (Object.keys(PROBLEM_STATES) as ProblemState[]).every(
    (state) => FINAL_STATES.includes(state) || CLOSED_STATES.includes(state) || from.includes(state),
  );

const problemSection = (): string[] => {
  const states = Object.entries(PROBLEM_STATES) as [ProblemState, { zh: string; en: string }][];
  const remark = (state: ProblemState): string =>
    [
      ...(state === FIRST_STATE ? ['first'] : []),
      ...(FINAL_STATES.includes(state) ? ['final'] : []),
      ...(CLOSED_STATES.includes(state) ? ['counts as closed'] : []),
      ...(WAITING_FOR_UPPER.includes(state) ? ["the unit's clock rests"] : []),
    ].join(', ');
  const arrows = TRANSITIONS.filter(({ from }) => !isEverywhere(from)).flatMap(({ action, from, to }) =>
    from.map((state) => `  ${state} --> ${to}: ${action}`),
  );
  return [
    '## Problem',
    '',
    ...table(
      ['State', '中文', 'English', ''],
      states.map(([state, { zh, en }]) => [`\`${state}\``, zh, en, remark(state)]),
    ),
    '',
    'Actions. `withdraw` and `merge`, known in every state before closure, are left out of the picture.',
    '',
    ...table(
      ['Action', '中文', 'From', 'To', 'By', 'Demands', 'Only if'],
      TRANSITIONS.map((row) => [
        `\`${row.action}\``,
        row.zh,
        isEverywhere(row.from) ? 'every state before closure' : code(row.from),
        `\`${row.to}\``,
        row.by.join(', '),
        code(row.demands),
        [...(row.when ? [row.when] : []), ...(row.independence ? [INDEPENDENCE[row.independence]] : [])].join('; '),
      ]),
    ),
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${FIRST_STATE}`,
    ...arrows,
    ...FINAL_STATES.map((state) => `  ${state} --> [*]`),
    '```',
    '',
  ];
};

const actSection = (kinds: readonly ActKind[]): string[] => {
  const stages = Object.keys(ACT_STAGES) as ActStage[];
  const outcomes = Object.keys(ACT_OUTCOMES) as (keyof typeof ACT_OUTCOMES)[];
  const namedState = (state: ActState): { zh: string; en: string } =>
    ({ ...ACT_STAGES, ...ACT_OUTCOMES })[state] as { zh: string; en: string };
  /** Knows every stage, so that every action shows. */
  const fullest: ActKind = {
    id: 'fullest',
    name: { zh: '', en: '' },
    stages,
    isPublic: true,
    namesPersons: true,
    isAutomatic: false,
  };
  return [
    '## Act',
    '',
    'A state names the stage whose work is waited for. A kind leaves stages out and never turns them round.',
    '',
    ...table(
      ['State', '中文', 'English', ''],
      [...stages, ...outcomes].map((state) => {
        const { zh, en } = namedState(state);
        return [`\`${state}\``, zh, en, FINAL_ACT_STATES.includes(state) ? 'final' : ''];
      }),
    ),
    '',
    'Actions of an act that has every stage.',
    '',
    ...table(
      ['From', 'Action', '中文', 'To', 'By', 'Demands'],
      [...stages, ...outcomes].flatMap((state) =>
        allowedActActions(fullest, state).map((row) => [
          `\`${row.from}\``,
          `\`${row.action}\``,
          row.zh,
          `\`${row.to}\``,
          row.by.join(', '),
          code(row.demands),
        ]),
      ),
    ),
    '',
    'Kinds of the default pack.',
    '',
    ...table(
      ['Kind', '中文', 'Stages', 'Goes out by itself'],
      kinds.map((kind) => [
        `\`${kind.id}\``,
        kind.name.zh,
        kind.stages.map((stage) => ACT_STAGES[stage].zh).join(' → '),
        kind.isAutomatic ? 'yes' : 'no',
      ]),
    ),
    '',
  ];
};

/** The life of a problem and of an act, as people read tables: written from the same data the services decide by. */
export const lifecyclesPage = (kinds: readonly ActKind[]): string =>
  [
    '# Lifecycles',
    '',
    'Generated from `libs/domain` and the default pack; do not edit.',
    '',
    ...problemSection(),
    ...actSection(kinds),
  ].join('\n');
