use paraminit_core::bit_generator::BitGenerator;
use paraminit_core::{Contraction, Interrupted, RandomState, Sampler};
use paraminit_core::{Map, Output, Scale};

/// Where the normals of a stream go.
pub(crate) trait Sink: Send + Sized {
    /// How many numbers there is still room for.
    fn missing(&self) -> usize;

    /// Takes normals, at most as many as there is room for. The slice may be overwritten.
    fn take(&mut self, normals: &mut [f64]);

    /// Fills itself in bulk.
    fn fill_from(
        mut self,
        stream: &mut RandomState,
        batch: &Sampler,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        const CHUNK: usize = 1 << 16; // half a MiB
        let (mut few, mut many) = ([0.0; 256], Vec::new());
        let len = CHUNK.min(self.missing());
        let normals = if many.try_reserve_exact(len).is_ok() {
            many.resize(len, 0.0);
            &mut many[..]
        } else {
            &mut few // without the memory it only takes longer
        };
        while self.missing() > 0 {
            let len = normals.len().min(self.missing());
            let output = Output::new([(&mut normals[..len], Scale(1.0))]);
            stream.fill(batch, output, interrupted)?;
            self.take(&mut normals[..len]);
        }
        Ok(())
    }

    /// Fills itself with one normal after the other.
    fn fill_singly_from<B: BitGenerator>(
        mut self,
        stream: &mut RandomState<B>,
        contraction: Contraction,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        const OFTEN: usize = 1024;
        while self.missing() > 0 {
            for _ in 0..OFTEN.min(self.missing()) {
                self.take(&mut [stream.normal(contraction)]);
            }
            if interrupted() {
                return Err(Interrupted);
            }
        }
        Ok(())
    }
}

/// All normals, as they are.
impl Sink for Output<'_, Scale<f64>> {
    fn missing(&self) -> usize {
        self.len()
    }

    fn take(&mut self, normals: &mut [f64]) {
        self.extend(normals);
    }

    fn fill_from(
        self,
        stream: &mut RandomState,
        batch: &Sampler,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        stream.fill(batch, self, interrupted) // straight to where they belong
    }
}

/// The normals that a condition holds for, in any output.
pub(crate) struct Kept<'a, M: Map> {
    pub(crate) output: Output<'a, M>,
    pub(crate) is_kept: fn(f64) -> bool,
}

impl<M: Map<Drawn = f64>> Sink for Kept<'_, M> {
    fn missing(&self) -> usize {
        self.output.len()
    }

    fn take(&mut self, normals: &mut [f64]) {
        let mut kept = 0;
        for i in 0..normals.len() {
            normals[kept] = normals[i];
            kept += usize::from((self.is_kept)(normals[i]));
        }
        self.output.extend(&normals[..kept]);
    }
}
