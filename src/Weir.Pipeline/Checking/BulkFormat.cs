using Weir.Detection;

namespace Weir.Pipeline.Checking;

/// <summary>What a file of subjects is judged by and how the answers are written.</summary>
/// <param name="CreateBlock">Makes a judge a thread; used for CSV.</param>
/// <param name="Full">The judge with reasons; safe for many threads; used where reasons are written.</param>
/// <param name="Model">Version of the model, written into every row.</param>
/// <param name="Format">The form of the output.</param>
public sealed record BulkJudge(Func<IQuickBlock> CreateBlock, Func<string, Verdict> Full, string Model, IVerdictFormat Format);

/// <summary>A form in which verdicts leave; called by many threads, each with a writer of its own.</summary>
public interface IVerdictFormat
{
    /// <summary>What stands before the first row; empty for none.</summary>
    public byte[] Header(Files.RowSource source);

    /// <summary>What writes rows, one for each thread.</summary>
    public RowVerdicts CreateWriter(Files.RowSource source, BulkJudge judge);
}
