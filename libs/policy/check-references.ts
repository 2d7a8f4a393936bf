import { ladderFaults } from '#libs/domain/escalation/ladder-policy.js';
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
  const rung = check.pack.ladders[index]?.rungs[at];
  if (!rung) return;
  const path = ['rungs', at];
  const relations = [rung.addressee, ...rung.copyTo];
  relations.forEach((relation, place) =>
    check.refer(
      'ladders',
      index,
      [...path, ...(place === 0 ? ['addressee'] : ['copyTo', place - 1])],
      'relations',
      relation,
    ),
  );
  check.referAll('ladders', index, [...path, 'approvers'], 'postKinds', rung.approvers);
  check.refer('ladders', index, [...path, 'document'], 'acts', rung.document);
  check.refer('ladders', index, [...path, 'lift', 'document'], 'acts', rung.lift?.document ?? null);
  check.referAll('ladders', index, [...path, 'lift', 'approvers'], 'postKinds', rung.lift?.approvers ?? []);
  const signs = (document: string | null, approvers: readonly string[], where: readonly string[]): void => {
    const act = check.pack.acts.find((one) => one.id === document);
    for (const approver of act?.approvers ?? []) {
      if (!approvers.includes(approver)) {
        check.add('ladders', index, [...path, ...where], `${document} is signed by ${approver}, who is not asked here`);
      }
    }
  };
  signs(rung.document, rung.approvers, ['approvers']);
  if (rung.lift) signs(rung.lift.document, rung.lift.approvers, ['lift', 'approvers']);
  const act = check.pack.acts.find((one) => one.id === rung.document);
  if (rung.isAutomatic && act && act.issue !== 'automatic') {
    check.add('ladders', index, [...path, 'isAutomatic'], `${act.id} is issued after approval only`);
  }
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
  pack.acts.forEach((act, index) => {
    check.refer('acts', index, ['numbering'], 'numbering', act.numbering);
    check.referAll('acts', index, ['approvers'], 'postKinds', act.approvers);
    check.refer('acts', index, ['drafter'], 'postKinds', act.drafter);
    check.refer('acts', index, ['reviewer'], 'postKinds', act.reviewer);
    if (act.issue === 'automatic' && (act.numbering !== null || act.isPublic || act.approvers.length > 0)) {
      check.add('acts', index, ['issue'], 'what is numbered, public or signed never goes out by itself');
    }
    if (act.issue === 'after-approval' && act.approvers.length === 0) {
      check.add('acts', index, ['approvers'], 'nobody approves it');
    }
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
    bulletin.sections.forEach((section, at) =>
      check.referAll('bulletins', index, ['sections', at, 'indicators'], 'indicators', section.indicators),
    );
  });
  pack.assessments.forEach((scheme, index) => {
    check.refer('assessments', index, ['indicator'], 'indicators', scheme.indicator);
    const read = pack.indicators.find((one) => one.id === scheme.indicator);
    if (read && (read.subject !== scheme.subject || read.period !== scheme.period)) {
      check.add('assessments', index, ['indicator'], `${read.id} is a number of ${read.subject} and ${read.period}`);
    }
    const good = scheme.best === 'lowest' ? 'lower' : 'higher';
    if (read && read.direction !== good) {
      check.add('assessments', index, ['best'], `${read.id} is better when ${read.direction}`);
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
  checkReporting(check);
  checkClosure(check);
  return check.faults;
};
