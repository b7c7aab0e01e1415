package generator_test

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// A workflow is the part of a GitHub workflow that says what it may do.
type workflow struct {
	On          map[string]yaml.Node
	Permissions map[string]string // nil = what the repository grants: too much
	Concurrency struct {
		Group  string
		Cancel *bool `yaml:"cancel-in-progress"`
	}
	Jobs map[string]*workflowJob
}

type workflowJob struct {
	Needs       string
	RunsOn      string            `yaml:"runs-on"`
	Timeout     int               `yaml:"timeout-minutes"`
	Permissions map[string]string // nil = the workflow's
	Environment struct{ Name string }
	Steps       []*workflowStep
}

type workflowStep struct {
	ID, Uses, Run string
	With, Env     map[string]string
}

// grants are the permissions that a job may have beside reading the repository.
var grants = map[string]map[string]string{
	"build":  {"contents": "read", "pages": "read"},
	"deploy": {"pages": "write", "id-token": "write"},
}

func TestWorkflows(t *testing.T) {
	pins := map[string]string{}
	workflows := workflowTexts(t)
	for name, text := range sorted(workflows) {
		faults := workflowFaults(text)
		if !strings.HasSuffix(name, "ci.yml") {
			faults = append(faults, pagesFaults(text)...)
		}
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
		for _, match := range regexp.MustCompile(`uses: (\S+)@(\S+)`).FindAllStringSubmatch(text, -1) {
			if other := pins[match[1]]; other != "" && other != match[2] {
				t.Errorf("%s pins %s at %s, another workflow at %s", name, match[1], match[2], other)
			}
			pins[match[1]] = match[2]
		}
	}
	if len(workflows) < 3 || len(pins) < 5 {
		t.Errorf("only %d workflows with %d actions", len(workflows), len(pins))
	}
}

// workflowTexts reads the workflows of this repository, and the one that
// docs/deploy.md has for others to copy.
func workflowTexts(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../.github/workflows/*")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range files {
		texts[name] = read(t, name)
	}
	_, block, found := strings.Cut(read(t, "../docs/deploy.md"), "<!-- workflow -->\n```yaml\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !found || !closed {
		t.Fatal("docs/deploy.md has no workflow")
	}
	texts["../docs/deploy.md"] = block
	return texts
}

// What the tests look for they find: each change makes one of them speak.
func TestWorkflowFaultsAreSeen(t *testing.T) {
	text := read(t, "../.github/workflows/pages.yml")
	for _, change := range [][3]string{
		{"a tag instead of a commit", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7.0.1"},
		{"a commit without its version", " # v7.0.1", ""},
		{"no permissions at the top", "permissions: {}\n", ""},
		{"everything at the top", "permissions: {}\n", "permissions: {contents: write}\n"},
		{"a build that may write", "contents: read", "contents: write"},
		{"a build that may deploy", "pages: read ", "pages: write "},
		{"a deployment that may more", "id-token: write", "id-token: write\n      contents: read"},
		{"a deployment that builds", "    steps:\n      - id: deployment", "    steps:\n      - run: make build\n      - id: deployment"},
		{"a deployment that does not wait", "    needs: build\n", ""},
		{"two deployments at once", "group: pages", "group: pages-${{ github.sha }}"},
		{"a deployment cut off", "cancel-in-progress: false", "cancel-in-progress: true"},
		{"hidden files dropped", "include-hidden-files: true", "include-hidden-files: false"},
		{"another folder", "path: ${{ runner.temp }}/site", "path: public"},
		{"a fixed address", `"$BASE_URL"`, "https://example.org/"},
		{"an address of unknown source", "steps.pages.outputs.base_url", "github.event.head_commit.message"},
		{"a value inside a script", `"$BASE_URL"`, "${{ steps.pages.outputs.base_url }}"},
		{"no annotations", "--format github", ""},
		{"a token left in the folder", "persist-credentials: false", "persist-credentials: true"},
		{"no cache of modules", "cache: true", "cache: false"},
		{"no time limit", "    timeout-minutes: 15\n", ""},
		{"no daily build", "17 16 * * *", "17 16 * * 1"},
		{"whatever runner", "ubuntu-24.04", "ubuntu-latest"},
		{"pull requests of strangers with our rights", "workflow_dispatch:", "pull_request_target:"},
	} {
		changed := strings.Replace(text, change[1], change[2], 1)
		if changed == text {
			t.Errorf("%s: the workflow does not hold %q", change[0], change[1])
		} else if faults := append(workflowFaults(changed), pagesFaults(changed)...); len(faults) == 0 {
			t.Errorf("%s: nothing is said", change[0])
		}
	}
}

// faultList gathers what is wrong with a workflow.
type faultList []string

// want adds a fault where what must hold does not.
func (f *faultList) want(holds bool, format string, args ...any) {
	if !holds {
		*f = append(*f, fmt.Sprintf(format, args...))
	}
}

// workflowFaults checks what must hold of every workflow.
func workflowFaults(text string) []string {
	var f faultList
	w, err := parseWorkflow(text)
	if err != nil {
		return []string{err.Error()}
	}
	for _, line := range strings.Split(text, "\n") {
		if _, action, found := strings.Cut(line, "uses: "); found {
			f.want(pinnedAction.MatchString(action), "%s is not pinned by a commit with its version as a comment", action)
		}
	}
	f.want(harmlessGrant(w.Permissions), "permissions at the top are %v, not {} or contents: read", w.Permissions)
	for _, event := range []string{"pull_request_target", "workflow_run", "issue_comment"} {
		_, found := w.On[event]
		f.want(!found, "%s runs with our rights what strangers send", event)
	}
	for name, job := range sorted(w.Jobs) {
		f.want(job.Timeout > 0 && job.Timeout <= 60, "job %s has no time limit", name)
		f.want(regexp.MustCompile(`^ubuntu-\d\d\.\d\d$`).MatchString(job.RunsOn), "job %s runs on %q, not on a version of Ubuntu", name, job.RunsOn)
		f.want(job.Permissions == nil || harmlessGrant(job.Permissions) || maps.Equal(job.Permissions, grants[name]), "job %s may %v", name, job.Permissions)
		for _, step := range job.Steps {
			f.want(!strings.Contains(step.Run, "${{"), "%q takes a value in as program text; pass it by env", step.Run)
			f.want(!step.is("actions/checkout") || step.With["persist-credentials"] == "false", "the token stays in the folder that is checked out")
		}
	}
	return f
}

var pinnedAction = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

// pagesFaults checks what must hold of the workflow that deploys the site.
func pagesFaults(text string) []string {
	var f faultList
	w, err := parseWorkflow(text)
	if err != nil {
		return []string{err.Error()}
	}
	build, deploy := w.Jobs["build"], w.Jobs["deploy"]
	if build == nil || deploy == nil || len(w.Jobs) != 2 {
		return []string{"there must be two jobs, build and deploy"}
	}
	f.want(w.Permissions != nil && len(w.Permissions) == 0, "permissions at the top are not {}")
	f.want(w.Concurrency.Group == "pages" && w.Concurrency.Cancel != nil && !*w.Concurrency.Cancel, "deployments are not one at a time, each to its end")
	schedule := w.On["schedule"]
	var times []struct{ Cron string }
	f.want(schedule.Decode(&times) == nil && len(times) > 0 && regexp.MustCompile(`^\d+ \d+ \* \* \*$`).MatchString(times[0].Cron), "there is no daily build")

	f.want(maps.Equal(build.Permissions, grants["build"]), "the build may %v", build.Permissions)
	f.want(maps.Equal(deploy.Permissions, grants["deploy"]), "the deployment may %v", deploy.Permissions)
	f.want(deploy.Needs == "build" && deploy.Environment.Name == "github-pages", "the deployment does not follow the build into its environment")
	f.want(len(deploy.Steps) == 1 && deploy.Steps[0].is("actions/deploy-pages") && deploy.Steps[0].Run == "", "the deployment does more than deploy")
	f = append(f, buildFaults(build)...)
	return f
}

// buildFaults checks the steps of the build.
func buildFaults(build *workflowJob) []string {
	var f faultList
	step := func(holds func(*workflowStep) bool) *workflowStep {
		if i := slices.IndexFunc(build.Steps, holds); i >= 0 {
			return build.Steps[i]
		}
		return &workflowStep{}
	}
	uses := func(action string) *workflowStep { return step(func(s *workflowStep) bool { return s.is(action) }) }
	setup, address, upload := uses("actions/setup-go"), uses("actions/configure-pages"), uses("actions/upload-pages-artifact")
	run := step(func(s *workflowStep) bool { return strings.Contains(s.Run, "jianbao build") })

	f.want(setup.With["cache"] == "true" && path.Base(setup.With["cache-dependency-path"]) == "go.sum" && path.Base(setup.With["go-version-file"]) == "go.mod", "modules are not cached, or Go is not that of go.mod")
	f.want(address.ID != "" && run.Env["BASE_URL"] == "${{ steps."+address.ID+".outputs.base_url }}", "the address is not that of configure-pages")
	f.want(strings.Contains(run.Run, ` --base-url "$BASE_URL"`), "the build does not take the address")
	f.want(strings.Contains(run.Run, " --format github"), "mistakes are not annotated")
	f.want(strings.Contains(run.Run, ` --out "$RUNNER_TEMP/site"`) && upload.With["path"] == "${{ runner.temp }}/site", "what is built is not what is uploaded")
	f.want(upload.With["include-hidden-files"] == "true", "hidden files are dropped")
	return f
}

// is tells whether a step runs an action, whatever its version.
func (s *workflowStep) is(action string) bool { return strings.HasPrefix(s.Uses, action+"@") }

// harmlessGrant tells permissions that everyone has who sees the repository.
// Absent ones are not harmless: they are what the repository grants by default.
func harmlessGrant(permissions map[string]string) bool {
	return permissions != nil && (len(permissions) == 0 || maps.Equal(permissions, map[string]string{"contents": "read"}))
}

func parseWorkflow(text string) (w workflow, err error) {
	err = yaml.Unmarshal([]byte(text), &w)
	return w, err
}
