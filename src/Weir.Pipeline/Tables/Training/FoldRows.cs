using Weir.Learning;

namespace Weir.Pipeline.Tables.Training;

/// <summary>The prepared rows of a fold: whatever was fitted to prepare them was fitted to the rows to learn from.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Test">Rows to judge on; none is equal to a row to learn from.</param>
public sealed record FoldRows(Dataset Train, Dataset Test);
