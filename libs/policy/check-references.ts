import { compare } from '#libs/domain/assessment/percentage.js';
import { actKindFaults } from '#libs/domain/escalation/act-lifecycle.js';
import { signersOf } from '#libs/domain/escalation/approval.js';
import { ladderFaults, type Rung } from '#libs/domain/escalation/ladder-policy.js';
import { ruleFaults } from '#libs/domain/escalation/rule.js';
import { REFUSAL_REASONS } from '#libs/domain/problem/closure-refusal.js';
import type { Item } from './item.js';
import type { Pack, PackListName } from './pack.js';
import type { FaultPath, PackFault } from './pack-file.js';

/** Where a list of the pack stands: makes faults with file and line; `file` is its name. */
export interface ListPlace {
  readonly file: string;
  fault(path: FaultPath, message: string): PackFault;
}

/** Finds what one item says about others that is not so. `path` is below the item. */
class Checker {
  readonly faults: PackFault[] = [];

  constructor(
    readonly pack: Pack,
    private readonly places: (list: PackListName) => ListPlace,
  ) {}

  add(list: PackListName, index: number, path: FaultPath, message: string): void {
    const { id } = (this.pack[list] as readonly Item[])[index] as Item;
    this.faults.push(this.places(list).fault([index, ...path], `${id}: ${message}`));
  }

  /** `id` has to be an item of `to` that is in force when the item naming it begins. */
  refer(list: PackListName, index: number, path: FaultPath, to: PackListName, id: string | null): void {
    if (id === null) return;
    const from = (this.pack[list] as readonly Item[])[index] as Item;
    const named = (this.pack[to] as readonly Item[]).filter((one) => one.id === id);
    const { file } = this.places(to);
    if (named.length === 0) this.add(list, index, path, `${id} is not in ${file}`);
    else if (!named.some((one) => one.validFrom <= from.validFrom && (one.validTo ?? '9999') >= from.validFrom)) {
      this.add(list, index, path, `${id} of ${file} is not in force on ${from.validFrom}, when this begins`);
    }
  }

  referAll(list: PackListName, index: number, path: FaultPath, to: PackListName, ids: readonly string[]): void {
    ids.forEach((id, at) => this.refer(list, index, [...path, at], to, id));
  }
}

const includesItself = (check: Checker, start: string): boolean => {
  const seen = new Set<string>();
  const visit = (id: string): boolean =>
    check.pack.roles
      .filter((role) => role.id === id)
      .some((role) =>
        role.includes.some((next) => next === start || (!seen.has(next) && (seen.add(next), visit(next)))),
      );
  return visit(start);
};

const checkOrganisation = (check: Checker): void => {
  const { pack } = check;
  // Whoever is ranked by the numbers he produces is tempted to improve the numbers.
  pack.unitTypes.forEach(({ measures, assessedAs }, index) => {
    if (measures && assessedAs !== null)
      check.add('unitTypes', index, ['assessedAs'], 'a monitoring body is not assessed by attainment or rank');
  });
  pack.postKinds.forEach((kind, index) => {
    check.referAll('postKinds', index, ['unitTypes'], 'unitTypes', kind.unitTypes);
    check.referAll('postKinds', index, ['roles'], 'roles', kind.roles);
  });
  pack.roles.forEach((role, index) => {
    check.referAll('roles', index, ['permissions'], 'permissions', role.permissions);
    check.referAll('roles', index, ['includes'], 'roles', role.includes);
    if (includesItself(check, role.id)) check.add('roles', index, ['includes'], 'includes itself');
  });
};

const checkMeasurement = (check: Checker): void => {
  check.pack.limits.forEach((limit, index) => {
    if (limit.kind === 'line') check.refer('limits', index, ['indicator'], 'indicators', limit.indicator);
  });
};

const checkRules = (check: Checker): void => {
  const { pack } = check;
  const climbs = (list: 'rules' | 'processes', index: number, ladder: string | null, ruleClass: string): void => {
    check.refer(list, index, ['ladder'], 'ladders', ladder);
    const other = pack.ladders.find((one) => one.id === ladder && one.ruleClass !== ruleClass);
    if (other) check.add(list, index, ['ladder'], `${other.id} serves ${other.ruleClass}, not ${ruleClass}`);
  };
  pack.rules.forEach((rule, index) => {
    climbs('rules', index, rule.ladder, rule.ruleClass);
    check.refer('rules', index, ['definition'], 'indicators', rule.definition);
    const read = pack.indicators.find((indicator) => indicator.id === rule.definition);
    if (read && read.period !== rule.per) {
      check.add('rules', index, ['per'], `${read.id} is a number of the ${read.period}, not of the ${rule.per}`);
    }
    ruleFaults(rule).forEach((message) => check.add('rules', index, [], message));
  });
  pack.processes.forEach((process, index) => {
    climbs('processes', index, process.ladder, process.ruleClass);
    check.refer('processes', index, ['definition'], 'indicators', process.definition);
    check.refer('processes', index, ['line'], 'limits', process.line);
    const line = pack.limits.find((one) => one.id === process.line);
    if (line && (line.kind !== 'line' || line.indicator !== process.definition)) {
      check.add('processes', index, ['line'], `${line.id} is no line of ${process.definition}`);
    }
  });
};

const checkRung = (check: Checker, index: number, at: number): void => {
  const { pack } = check;
  const rung = pack.ladders[index]?.rungs[at];
  if (!rung) return;
  const path = ['rungs', at];
  check.refer('ladders', index, [...path, 'addressee'], 'relations', rung.addressee);
  check.referAll('ladders', index, [...path, 'copyTo'], 'relations', rung.copyTo);
  /** A paper is signed by exactly those the rules of approval name. */
  const checkPaper = (
    place: FaultPath,
    document: string,
    approvers: readonly string[],
    colour: Rung['colour'],
  ): void => {
    check.refer('ladders', index, [...place, 'document'], 'acts', document);
    check.referAll('ladders', index, [...place, 'approvers'], 'postKinds', approvers);
    const act = pack.acts.find((one) => one.id === document);
    if (!act || act.isAutomatic) return;
    const addressesPrincipal = rung.addressee === 'principal';
    const signers = signersOf(pack.approvals, { kind: document, colour, addressesPrincipal });
    if ([...signers].sort().join() !== [...approvers].sort().join()) {
      const said = signers.join(', ') || 'nobody';
      check.add('ladders', index, [...place, 'approvers'], `${document} is signed by ${said} (acts.yaml, approvals)`);
    }
  };
  if (rung.document !== null) checkPaper(path, rung.document, rung.approvers, rung.colour);
  if (rung.lift) {
    checkPaper([...path, 'lift'], rung.lift.document, rung.lift.approvers, null);
    // A paper is lifted by those who signed it, or another one would undo what two have decided.
    if ([...rung.lift.approvers].sort().join() !== [...rung.approvers].sort().join())
      check.add('ladders', index, [...path, 'lift', 'approvers'], `a lifting is signed by those of the rung`);
  }
  const act = pack.acts.find((one) => one.id === rung.document);
  if (rung.isAutomatic && act && !act.isAutomatic) {
    check.add('ladders', index, [...path, 'isAutomatic'], `${act.id} is signed, so the rung cannot send it by itself`);
  }
};

const checkActs = (check: Checker): void => {
  const { pack } = check;
  pack.acts.forEach((act, index) => {
    check.refer('acts', index, ['numbering'], 'numbering', act.numbering);
    for (const field of ['drafter', 'reviewer', 'registry'] as const) {
      check.refer('acts', index, [field], 'postKinds', act[field]);
    }
    check.refer('acts', index, ['countersigner'], 'relations', act.countersigner);
    actKindFaults(act).forEach((message) => check.add('acts', index, ['stages'], message));
    const needs = [
      ['review', 'reviewer'],
      ['countersign', 'countersigner'],
      ['sealing', 'registry'],
    ] as const;
    for (const [stage, field] of needs) {
      if (act.stages.includes(stage) && act[field] === null) {
        check.add('acts', index, [field], `the stage ${stage} has nobody`);
      }
    }
    if (act.stages.includes('numbering') !== (act.numbering !== null)) {
      check.add('acts', index, ['numbering'], 'a number needs its stage and its series');
    }
    if (act.stages.includes('signature') && !pack.approvals.some((rule) => rule.kind === act.id)) {
      check.add('acts', index, [], 'no approval says who signs it');
    }
  });
  pack.approvals.forEach((rule, index) => {
    check.refer('approvals', index, ['kind'], 'acts', rule.kind);
    check.referAll('approvals', index, ['signers'], 'postKinds', rule.signers);
  });
};

const checkPressure = (check: Checker): void => {
  const { pack } = check;
  pack.relations.forEach((relation, index) =>
    check.referAll('relations', index, ['posts'], 'postKinds', relation.posts),
  );
  pack.ladders.forEach((ladder, index) => {
    ladder.rungs.forEach((_rung, at) => checkRung(check, index, at));
    ladderFaults(ladder).forEach((message) => check.add('ladders', index, [], message));
  });
  pack.numbering.forEach((series, index) => {
    const names = [...series.pattern.matchAll(/\{\{([^{}]*)\}\}/g)].map((match) => match[1] ?? '');
    for (const name of names) {
      if (!['agencyCode', 'year', 'serial'].includes(name)) {
        check.add('numbering', index, ['pattern'], `a number has no {{${name}}}`);
      }
    }
    if (/[[\]【】（）()]/.test(series.pattern)) check.add('numbering', index, ['pattern'], 'the year stands in 〔〕');
    if (names.includes('agencyCode') !== (series.agencyCode !== null)) {
      check.add('numbering', index, ['agencyCode'], 'the pattern and the setting of the agency code do not agree');
    }
    if (series.resets === 'year' && !names.includes('year')) {
      check.add('numbering', index, ['resets'], 'a serial that begins anew each year needs {{year}}');
    }
  });
};

const checkReporting = (check: Checker): void => {
  const { pack } = check;
  const sealed = (list: 'dispatches' | 'bulletins', index: number, seal: string, sources: readonly string[]): void => {
    check.refer(list, index, ['seal'], 'seals', seal);
    const services: readonly string[] | undefined = pack.seals.find((one) => one.id === seal)?.services;
    sources.forEach((source, at) => {
      if (services && !services.includes(source)) {
        check.add(list, index, ['sources', at], `${source} never gives the seal ${seal}`);
      }
    });
  };
  pack.dispatches.forEach((dispatch, index) => {
    check.refer('dispatches', index, ['lagGrades'], 'lagGrades', dispatch.lagGrades);
    check.refer('dispatches', index, ['numbering'], 'numbering', dispatch.numbering);
    sealed('dispatches', index, dispatch.seal, dispatch.sources);
    const slot = pack.seals.find((one) => one.id === dispatch.seal)?.slot;
    const { weekday, at } = dispatch.cutoff;
    if (slot && !(slot.every === 'week' && slot.weekday === weekday && slot.at === at)) {
      check.add('dispatches', index, ['seal'], `${dispatch.seal} is not given at the cut-off`);
    }
  });
  pack.bulletins.forEach((bulletin, index) => {
    sealed('bulletins', index, bulletin.seal, bulletin.sources);
    check.refer('bulletins', index, ['assessment'], 'assessments', bulletin.assessment);
    check.refer('bulletins', index, ['act'], 'acts', bulletin.act);
    bulletin.sections.forEach((section, at) => {
      check.referAll('bulletins', index, ['sections', at, 'indicators'], 'indicators', section.indicators);
      check.referAll('bulletins', index, ['sections', at, 'acts'], 'acts', section.acts);
    });
  });
  pack.assessments.forEach((scheme, index) => {
    check.refer('assessments', index, ['indicator'], 'indicators', scheme.indicator);
    const read = pack.indicators.find((one) => one.id === scheme.indicator);
    if (read && (read.subject !== scheme.subject || read.period !== scheme.period)) {
      check.add('assessments', index, ['indicator'], `${read.id} is a number of ${read.subject} and ${read.period}`);
    }
    const isTurned = read && read.direction !== 'none' && !scheme.direction.startsWith(read.direction);
    if (isTurned) check.add('assessments', index, ['direction'], `${read.id} is better when ${read.direction}`);
  });
};

const checkFunding = (check: Checker): void => {
  check.pack.funding.forEach((rules, index) => {
    const { yearLine, startDays } = rules.lag;
    yearLine.forEach((mark, at) => {
      const before = yearLine[at - 1];
      if (before && (mark.until <= before.until || compare(mark.percent, before.percent) < 0)) {
        check.add('funding', index, ['lag', 'yearLine', at], 'the line of the year does not rise');
      }
    });
    const last = yearLine.at(-1);
    if (last && compare(last.percent, 100) !== 0) check.add('funding', index, ['lag', 'yearLine'], 'ends below 100');
    if (!(startDays.yellow < startDays.orange && startDays.orange < startDays.red)) {
      check.add('funding', index, ['lag', 'startDays'], 'days do not grow with the grade');
    }
  });
};

const checkClosure = (check: Checker): void => {
  check.pack.closure.forEach((rules, index) => {
    rules.refusalReasons.forEach((code, at) => {
      if (!Object.hasOwn(REFUSAL_REASONS, code)) {
        check.add('closure', index, ['refusalReasons', at], `${code} is no reason for refusing closure`);
      }
    });
    check.referAll('closure', index, ['approvers', 'ordinary'], 'postKinds', rules.approvers.ordinary);
    check.referAll('closure', index, ['approvers', 'inspection'], 'postKinds', rules.approvers.inspection);
    check.referAll('closure', index, ['hostItemsAcceptedBy'], 'unitTypes', rules.hostItemsAcceptedBy);
  });
};

/** What the items of a pack say about each other that is not so, templates apart. */
export const checkReferences = (pack: Pack, places: (list: PackListName) => ListPlace): PackFault[] => {
  const check = new Checker(pack, places);
  checkOrganisation(check);
  checkMeasurement(check);
  checkRules(check);
  checkPressure(check);
  checkActs(check);
  checkReporting(check);
  checkFunding(check);
  checkClosure(check);
  return check.faults;
};
