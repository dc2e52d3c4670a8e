using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Api;

/// <summary>Which page of a list is wanted: <c>?limit=</c> and <c>?cursor=</c>. A cursor is the number of the last row of the page before.</summary>
/// <param name="Limit">Most rows, 1 to 1,000; default 100.</param>
/// <param name="After">Rows beyond this number; null from the start.</param>
internal sealed record PageQuery(int Limit, long? After)
{
    private const int Usual = 100;
    private const int Most = 1000;

    /// <summary>Reads the query; what is wrong goes to the faults, and the usual stands in for it.</summary>
    public static PageQuery Read(HttpRequest request, ICollection<Fault> faults) =>
        new(Number(request, "limit", 1, Most, faults) is { } limit ? (int)limit : Usual, Number(request, "cursor", 0, long.MaxValue, faults));

    /// <summary>The cursor of a page for people; null when it is none, and the page then begins at the beginning.</summary>
    public static long? Cursor(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Cuts rows that were read one beyond the limit to a page, and names the next.</summary>
    public PageAnswer<T> Cut<T>(IReadOnlyList<T> rows, Func<T, long> number) => rows.Count <= Limit
        ? new(rows, null)
        : new([.. rows.Take(Limit)], number(rows[Limit - 1]).ToString(CultureInfo.InvariantCulture));

    private static long? Number(HttpRequest request, string name, long least, long most, ICollection<Fault> faults)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Add(new Fault(name, most == long.MaxValue ? "A cursor is what the page before gave as 'next'." : $"A whole number from {least} to {most}."));
        return null;
    }
}
