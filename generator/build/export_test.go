package build

import (
	"time"

	"jianbao/generator/diag"
)

// ReadAt lets a build believe that it reads the sources at that moment, when
// files that were just written are old.
func (o *Options) ReadAt(t time.Time) { o.reading = t }

// SayOfModel lets a memory believe that something else was said of the model.
func (m *Memory) SayOfModel(diags diag.List) { m.whole.ModelDiags = diags }
