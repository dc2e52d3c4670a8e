using System.Globalization;
using System.Text;
using Weir.Detection.Tables;
using Xunit;

namespace Weir.Tests.Detection.Tables;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("+1", 1)]
    [InlineData("007", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("1.", 1)]
    [InlineData("0.22077922100000005", 0.22077922100000005)]
    [InlineData("1e3", 1000)]
    [InlineData("-1.5E-2", -0.015)]
    [InlineData("9007199254740991", 9007199254740991)]
    public void Decimal_numbers_are_read(string text, double value)
    {
        Assert.Equal(CellFault.None, NumberText.Read(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("-0e5")]
    [InlineData("-1e-400")]
    public void Minus_zero_is_zero(string text)
    {
        Assert.Equal(CellFault.None, NumberText.Read(Encoding.UTF8.GetBytes(text), out var read));
        Assert.False(double.IsNegative(read));
    }

    [Theory]
    [InlineData("1e400", CellFault.TooLarge)]
    [InlineData("1e39", CellFault.TooLarge)]
    [InlineData("0x1F", CellFault.Hexadecimal)]
    [InlineData("inf", CellFault.NotFinite)]
    [InlineData("-Infinity", CellFault.NotFinite)]
    [InlineData("NaN", CellFault.NotFinite)]
    [InlineData("∞", CellFault.NotFinite)]
    [InlineData("0,5", CellFault.Comma)]
    [InlineData("1.234,5", CellFault.Comma)]
    [InlineData("1,234", CellFault.Comma)]
    [InlineData("2024-01-31", CellFault.Date)]
    [InlineData("2024-01-31T10:00:00Z", CellFault.Date)]
    [InlineData("31.01.2024", CellFault.Date)]
    [InlineData("1/31/2024", CellFault.Date)]
    [InlineData("abc", CellFault.NotNumber)]
    [InlineData("1 2", CellFault.NotNumber)]
    [InlineData("--1", CellFault.NotNumber)]
    [InlineData("1.2.3", CellFault.NotNumber)]
    [InlineData("1e", CellFault.NotNumber)]
    [InlineData("", CellFault.NotNumber)]
    [InlineData("-", CellFault.NotNumber)]
    [InlineData("１２", CellFault.NotNumber)]
    [InlineData("9007199254740993", CellFault.Rounded)]
    [InlineData("123456789012345678901234567890", CellFault.Rounded)]
    public void What_is_no_plain_number_is_said_by_name(string text, CellFault fault) =>
        Assert.Equal(fault, NumberText.Read(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Numbers_are_those_of_the_runtime_to_the_last_bit()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12));
            var text = i % 2 == 0 ? number.ToString("R", CultureInfo.InvariantCulture) : number.ToString("F" + random.Next(9), CultureInfo.InvariantCulture);
            Assert.Equal(CellFault.None, NumberText.Read(Encoding.UTF8.GetBytes(text), out var read));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }

    [Fact]
    public void Any_bytes_are_answered()
    {
        var random = new Random(2);
        var bytes = new byte[24];
        var letters = "0123456789+-.,eExX/naif \0é"u8;
        for (var i = 0; i < 50_000; i++)
        {
            var length = random.Next(bytes.Length);
            for (var j = 0; j < length; j++) bytes[j] = i % 3 == 0 ? (byte)random.Next(256) : letters[random.Next(letters.Length)];
            var fault = NumberText.Read(bytes.AsSpan(0, length), out var value);
            if (!fault.IsError()) Assert.True(double.IsFinite(value));
        }
    }
}
