import type { Place } from '../formats/place.ts';

/**
 * A value of an evaluated template. It is three-valued: what depends on something the gate cannot know is `unknown`
 * and says on what it depends, so that a check over it answers "unsure", never a silent pass.
 */
export type Value = KnownValue | UnknownValue | ListValue | MapValue;

export interface KnownValue {
  readonly kind: 'known';
  readonly value: string | number | boolean | null;
  /** `written` in the template, or the provider's `default`. */
  readonly provenance: 'written' | 'default';
  /** The attribute of another resource that it was read from: `aws_s3_bucket.logs.bucket` of Terraform. */
  readonly reference?: Reference;
  /** For texts that were put together: what their pieces refer to, or were read from. */
  readonly mentions?: readonly Reference[];
  readonly at: Place;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** What it depends on, as a phrase: "parameter Cidr, which has no default". */
  readonly why: string;
  /** For strings known in part: literal pieces, with null where an unknown piece stands. */
  readonly parts?: readonly (string | null)[];
  /** What it refers to, when it is exactly one attribute of another resource or data source of the template. */
  readonly reference?: Reference;
  /** For texts that were put together: what their unknown pieces refer to. */
  readonly mentions?: readonly Reference[];
  /** True when there may be no value at all, as if the property had not been written. */
  readonly mayBeAbsent?: boolean;
  /** True when it is an account, a region or another name that the provider gives: no wildcard, no address range. */
  readonly isPlainName?: boolean;
  /** Name of the parameter that it is, when whoever can see the stack can read what was given for it. */
  readonly shownParameter?: string;
  readonly at: Place;
}

/** One attribute of another resource: `Ref` and `Fn::GetAtt` of CloudFormation, `aws_s3_bucket.logs.arn` of Terraform. */
export interface Reference {
  /** Name of the resource as in `Resource.name`: logical id or address. */
  readonly resource: string;
  /** `Ref`, or the attribute's name. */
  readonly attribute: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** True when further unknown items may follow (a `concat` with an unknown list). */
  readonly open?: boolean;
  /** What decides whether more follow, where that is known: "variable ports, which has no default". */
  readonly openBy?: string;
  readonly at: Place;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
  /** True when further unknown keys may exist (a merge with an unknown map). */
  readonly open?: boolean;
  /** What decides whether there are more, where that is known: "the macro AWS::Include, which is not run". */
  readonly openBy?: string;
  readonly at: Place;
}

/** One resource of an evaluated template, in its format's own type and property names. */
export interface Resource {
  /** `AWS::S3::Bucket`, `aws_s3_bucket`, `apps/v1/Deployment`, `Microsoft.Storage/storageAccounts`. */
  readonly type: string;
  /** Logical id, or address (`module.network.aws_vpc.main[0]`). */
  readonly name: string;
  readonly format: TemplateFormat;
  readonly properties: MapValue;
  /** Everything beside the properties: DependsOn, DeletionPolicy, Metadata, count, lifecycle, provider … */
  readonly attributes: ReadonlyMap<string, Value>;
  /** The whole block or object; findings without a property of their own point at `head`. */
  readonly at: Place;
  /** The line that names the resource. */
  readonly head: Place;
  /** Unknown when the resource exists only under a condition that cannot be decided. */
  readonly condition?: UnknownValue;
  /** True when that condition is false unless parameters are given other values than their defaults. */
  readonly isOffByDefault?: boolean;
}

export type TemplateFormat = 'cloudformation' | 'terraform' | 'terraform-plan' | 'kubernetes' | 'arm' | 'ecs';

/** A place where a template is wrong in itself: syntax, a broken reference, a duplicate, a limit that was reached. */
export interface TemplateProblem {
  /** Stable word of the kind of problem: `syntax`, `unknown-reference`, `duplicate-key`, `cycle`, `limit` … */
  readonly code: string;
  readonly message: string;
  /** True for a limit that leaves out what is judged elsewhere: nothing hides behind it. */
  readonly isHarmless?: boolean;
  readonly at: Place;
}

/** What evaluating one template (a CloudFormation file, a Terraform root module, a Kubernetes file) gives. */
export interface EvaluatedTemplate {
  readonly format: TemplateFormat;
  readonly path: string;
  readonly resources: readonly Resource[];
  /**
   * What stands beside Terraform's resources: data sources (`data.aws_ami`), providers (`provider.aws`), calls of modules
   * (`module`) and the settings block (`terraform`).
   */
  readonly data: readonly Resource[];
  readonly problems: readonly TemplateProblem[];
  /** Every file that was read for it, as repository paths: a change to any of them re-judges the template. */
  readonly inputs: readonly string[];
}

/** Reads sibling files of a template (variable files, local modules, nested stacks). Paths are repository-relative. */
export interface FileReader {
  /** The text of a file, or undefined when there is none. Never reads outside the repository. */
  readText(path: string): string | undefined;
  /** Names (not paths) of the files directly in a folder; empty when there is none. */
  list(folder: string): readonly string[];
  /** Names of the folders directly in a folder, where that is known without reading all files. */
  folders?(folder: string): readonly string[];
  /** Paths of every file, where they are known without walking folders. */
  all?(): Iterable<string>;
  /** The path without links in it, where the reader knows links. */
  real?(path: string): string;
  /** Says which files will be read next, so that they can be read in one go. */
  prepare?(paths: readonly string[]): void;
}
